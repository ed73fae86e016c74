using TenantTokens.Fleet.Targets;

namespace TenantTokens.Fleet.Matching;

/// <summary>A change of one target.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Before">The target that is in the ledger; null for one that joined.</param>
/// <param name="After">The target after the change.</param>
public sealed record FleetChange(FleetChangeKind Kind, TargetRecord? Before, TargetRecord After)
{
    /// <summary>Combines this change with a later one of the same target.</summary>
    /// <param name="next">The later change.</param>
    public FleetChange Then(FleetChange next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new(next.Kind is FleetChangeKind.Facts || Before is null ? Kind : next.Kind, Before, next.After);
    }
}
