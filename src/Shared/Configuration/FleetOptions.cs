namespace TenantTokens.Configuration;

/// <summary>Which machines belong to the fleet.</summary>
public sealed record FleetOptions
{
    /// <summary>Subscription ids; at least one. Resource Graph shows only what our identity may read in them.</summary>
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>
    /// A Resource Graph query in place of <see cref="Fleet.MachineInventory.DefaultQuery"/>; null for the default. Must project id, name and
    /// kind ("vm" or "arc"), should project the default's other columns and order by id.
    /// </summary>
    public string? Query { get; init; }
}
