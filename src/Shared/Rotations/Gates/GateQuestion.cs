using TenantTokens.Approvals;

namespace TenantTokens.Rotations.Gates;

/// <summary>The question of a gate.</summary>
/// <param name="IsNeeded">False when there is nothing to decide.</param>
/// <param name="Rest">The exceptions.</param>
/// <param name="Why">Why it is asked, in a sentence; null when the kind of gate says everything.</param>
public sealed record GateQuestion(bool IsNeeded, IReadOnlyList<ExceptionItem> Rest, string? Why = null)
{
    /// <summary>There is nothing to decide.</summary>
    public static GateQuestion None { get; } = new(IsNeeded: false, []);
}
