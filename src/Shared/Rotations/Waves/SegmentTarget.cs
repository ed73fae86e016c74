namespace TenantTokens.Rotations.Waves;

/// <summary>One target of a segment and its progress. Stored in histories: changes by addition only.</summary>
/// <param name="TargetId">The target's id.</param>
/// <param name="NextAttempt">The number of the attempt to make, or to follow when it was already made.</param>
/// <param name="Tries">The number of that attempt in this wave, from 1.</param>
/// <param name="NotBefore">When it is made (UTC); null for at once.</param>
/// <param name="OnlineBy">Until when the target may take to be online again (UTC); null while there is something to send.</param>
/// <param name="Failures">How often in a row the activity failed because the ledger, Azure or Dynatrace could not be reached.</param>
public sealed record SegmentTarget(
    string TargetId,
    int NextAttempt,
    int Tries = 1,
    DateTime? NotBefore = null,
    DateTime? OnlineBy = null,
    int Failures = 0);
