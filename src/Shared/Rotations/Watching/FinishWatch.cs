namespace TenantTokens.Rotations.Watching;

/// <summary>What the watch after finish saw at its last check, for people. Changes by addition only.</summary>
/// <param name="At">When it checked (UTC).</param>
/// <param name="Dark">The number of agents that were online before finish and are offline now.</param>
/// <param name="FirstNames">The names of the first few of them.</param>
/// <param name="RejectedPerMinute">Messages rejected per minute; null when it is not known.</param>
/// <param name="RejectedRose">Whether that is more than before.</param>
public sealed record FinishWatch(
    DateTimeOffset At,
    int Dark,
    IReadOnlyList<string> FirstNames,
    double? RejectedPerMinute,
    bool RejectedRose);
