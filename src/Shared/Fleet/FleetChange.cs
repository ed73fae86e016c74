using TenantTokens.Rotations;

namespace TenantTokens.Fleet;

/// <summary>One target that is not as it was.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Before">The target that is in the ledger; null for one that joined.</param>
/// <param name="After">What it becomes.</param>
public sealed record FleetChange(FleetChangeKind Kind, TargetRecord? Before, TargetRecord After);
