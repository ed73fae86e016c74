using TenantTokens.Approvals;

namespace TenantTokens.Rotations.Gates;

/// <summary>What a gate asks about.</summary>
/// <param name="IsNeeded">False when there is nothing to decide.</param>
/// <param name="Rest">The exceptions.</param>
/// <param name="Why">Why it is asked, in a sentence; null when the kind of gate says all.</param>
public sealed record GateQuestion(bool IsNeeded, IReadOnlyList<ExceptionItem> Rest, string? Why = null)
{
    /// <summary>Nothing to decide.</summary>
    public static GateQuestion None { get; } = new(IsNeeded: false, []);
}
