namespace TenantTokens.Rotations.Watching;

/// <summary>What a look held the rotation for. Once a human has resumed it, that much is accepted. Changes by addition only.</summary>
/// <param name="Code">The hold's code.</param>
/// <param name="At">When it was asked.</param>
/// <param name="RejectedPerMinute">What was rejected then; null when it was not known.</param>
/// <param name="Lost">How many agents were lost then, by network zone; only those that were.</param>
public sealed record WatchQuestion(string Code, DateTimeOffset At, double? RejectedPerMinute, IReadOnlyDictionary<string, int> Lost);
