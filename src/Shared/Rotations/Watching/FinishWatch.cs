namespace TenantTokens.Rotations.Watching;

/// <summary>What the watch after finish saw last, for people. Changes by addition only.</summary>
/// <param name="At">When.</param>
/// <param name="Dark">How many were online before finish and are not now.</param>
/// <param name="FirstNames">The first few of them.</param>
/// <param name="RejectedPerMinute">Messages rejected per minute; null when it is not known.</param>
/// <param name="RejectedRose">Whether that is over what was there before.</param>
public sealed record FinishWatch(
    DateTimeOffset At,
    int Dark,
    IReadOnlyList<string> FirstNames,
    double? RejectedPerMinute,
    bool RejectedRose);
