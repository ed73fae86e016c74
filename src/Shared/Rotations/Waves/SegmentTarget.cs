namespace TenantTokens.Rotations.Waves;

/// <summary>One target of a segment and where it stands. Kept in histories: changes by addition only.</summary>
/// <param name="TargetId">The target.</param>
/// <param name="NextAttempt">The attempt to make, or to follow when it was made already.</param>
/// <param name="Tries">Which of the wave's tries that is; 1 for the first.</param>
/// <param name="NotBefore">When it is to be made (UTC); null for at once.</param>
/// <param name="OnlineBy">Until when it may take to be online again (UTC); null while there is something to send.</param>
/// <param name="Failures">How often in a row the ledger, Azure or Dynatrace could not be reached.</param>
public sealed record SegmentTarget(
    string TargetId,
    int NextAttempt,
    int Tries = 1,
    DateTime? NotBefore = null,
    DateTime? OnlineBy = null,
    int Failures = 0);
