using TenantTokens.Configuration.Options;
using TenantTokens.Dynatrace;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>Reads the whole fleet.</summary>
public sealed class FleetReader(
    MachineInventory machines,
    DeletedMachines deleted,
    DynatraceEnvironments environments,
    FleetOptions options)
{
    /// <summary>Reads machines from Azure and agents from Dynatrace.</summary>
    /// <param name="environmentId">The environment's id.</param>
    /// <param name="cancellationToken">Cancels between requests.</param>
    /// <param name="remembered">The ARM ids of machines from earlier readings; Azure is also asked whether they were deleted.</param>
    /// <exception cref="FleetInventoryException">Azure did not return the whole list.</exception>
    /// <exception cref="DynatraceApiException">Dynatrace did not return the whole list.</exception>
    public async Task<FleetReading> ReadAsync(
        string environmentId,
        CancellationToken cancellationToken,
        IReadOnlyList<string>? remembered = null)
    {
        IInventoryClient inventory = environments.For(environmentId).Inventory;
        List<Machine> found = await machines.ListAsync(options, cancellationToken).ToListAsync(cancellationToken);
        List<ScaleSetInstance> instances = await machines.ListScaleSetInstancesAsync(options, cancellationToken)
            .ToListAsync(cancellationToken);
        IReadOnlyList<ActiveGateInfo> activeGates = await inventory.ListActiveGatesAsync(cancellationToken);
        List<OneAgentInfo> agents = await inventory.ListOneAgentsAsync(cancellationToken).ToListAsync(cancellationToken);
        FleetReading fleet = new(MachineTwins.Join(found), instances, activeGates, agents);
        return fleet with { Deleted = await deleted.FindAsync(Missing(fleet, remembered ?? []), cancellationToken) };
    }

    /// <summary>
    /// Lists the machines that silent agents name and that Azure did not list. They need not be deleted: a right may be missing, or the
    /// fleet's query may exclude them.
    /// </summary>
    private static IEnumerable<string> Missing(FleetReading fleet, IReadOnlyList<string> remembered)
    {
        HashSet<string> listed = new(
            fleet.Machines.Select(static machine => machine.ResourceId)
                .Concat(fleet.Instances.Select(static instance => instance.ResourceId)),
            StringComparer.OrdinalIgnoreCase);
        return fleet.Agents.Where(static agent => !agent.IsOnline)
            .Select(static agent => agent.AzureResourceId)
            .OfType<string>()
            .Concat(remembered)
            .Where(id => !listed.Contains(id))
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }
}
