namespace TenantTokens.Rotations;

/// <summary>What was planned, in short. Changes by addition only.</summary>
/// <param name="Hash">Covers environment, target ids, waves, policy and host scripts; not power states, times or counts.</param>
/// <param name="At">When it was made.</param>
/// <param name="Problems">What blocks the rotation, one sentence each; empty when nothing does.</param>
/// <param name="Warnings">What a person should know before it starts.</param>
public sealed record PlanRecord(string Hash, DateTimeOffset At, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings);
