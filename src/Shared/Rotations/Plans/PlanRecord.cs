namespace TenantTokens.Rotations.Plans;

/// <summary>A summary of the plan. Changes by addition only.</summary>
/// <param name="Hash">The plan hash (<see cref="PlanHash"/>).</param>
/// <param name="At">When it was made (UTC).</param>
/// <param name="Problems">
/// The first of the problems that block the rotation, one sentence each; empty when there are none. All of them are findings.
/// </param>
/// <param name="Warnings">The first of the warnings, one sentence each. All of them are findings.</param>
public sealed record PlanRecord(string Hash, DateTimeOffset At, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings)
{
    /// <summary>How many problems there are.</summary>
    public int ProblemCount { get; init; } = Problems.Count;

    /// <summary>How many warnings there are.</summary>
    public int WarningCount { get; init; } = Warnings.Count;

    /// <summary>How long the rotation takes; null in plans from before this was recorded.</summary>
    public DurationEstimate? Estimate { get; init; }

    /// <summary>What the hash was computed from, without the targets; null in plans from before this was recorded.</summary>
    public PlanShape? Shape { get; init; }
}
