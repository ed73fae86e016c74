namespace TenantTokens.Rotations.Plans;

/// <summary>What was planned, in short. Changes by addition only.</summary>
/// <param name="Hash">Covers environment, target ids, waves, policy and host scripts; not power states, times or counts.</param>
/// <param name="At">When it was made.</param>
/// <param name="Problems">
/// The first of what blocks the rotation, one sentence each; empty when nothing does. All stand beside it as findings.
/// </param>
/// <param name="Warnings">The first of what a person should know before it starts.</param>
public sealed record PlanRecord(string Hash, DateTimeOffset At, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings)
{
    /// <summary>How many problems there are.</summary>
    public int ProblemCount { get; init; } = Problems.Count;

    /// <summary>How many warnings there are.</summary>
    public int WarningCount { get; init; } = Warnings.Count;

    /// <summary>How long it takes; null in plans made before this was known.</summary>
    public DurationEstimate? Estimate { get; init; }

    /// <summary>What the hash was made of, but for the targets; null in plans made before this was kept.</summary>
    public PlanShape? Shape { get; init; }
}
