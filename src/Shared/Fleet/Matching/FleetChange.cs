using TenantTokens.Fleet.Targets;

namespace TenantTokens.Fleet.Matching;

/// <summary>One target that is not as it was.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Before">The target that is in the ledger; null for one that joined.</param>
/// <param name="After">What it becomes.</param>
public sealed record FleetChange(FleetChangeKind Kind, TargetRecord? Before, TargetRecord After)
{
    /// <summary>This change and another one of the same target, as one.</summary>
    /// <param name="next">The later one.</param>
    public FleetChange Then(FleetChange next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new(next.Kind is FleetChangeKind.Facts || Before is null ? Kind : next.Kind, Before, next.After);
    }
}
