namespace TenantTokens.Rotations.Watching;

/// <summary>What a check parked the rotation for. When a person resumes it, these values are accepted. Changes by addition only.</summary>
/// <param name="Code">The park code.</param>
/// <param name="At">When the question was asked (UTC).</param>
/// <param name="RejectedPerMinute">The messages rejected per minute then; null when not known.</param>
/// <param name="Lost">The number of agents lost then, by network zone; only zones with losses.</param>
public sealed record WatchQuestion(string Code, DateTimeOffset At, double? RejectedPerMinute, IReadOnlyDictionary<string, int> Lost);
