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
    /// <param name="environmentId">The environment.</param>
    /// <param name="cancellationToken">Cancels between requests.</param>
    /// <param name="remembered">ARM ids of machines that an earlier reading knew: whether Azure has deleted them is asked too.</param>
    /// <exception cref="FleetInventoryException">Azure did not give the whole list.</exception>
    /// <exception cref="DynatraceApiException">Dynatrace did not.</exception>
    public async Task<FleetReading> ReadAsync(
        string environmentId,
        CancellationToken cancellationToken,
        IReadOnlyList<string>? remembered = null)
    {
        IInventoryClient inventory = environments.For(environmentId).Inventory;
        List<Machine> found = await ToListAsync(machines.ListAsync(options, cancellationToken), cancellationToken);
        List<ScaleSetInstance> instances = await ToListAsync(
            machines.ListScaleSetInstancesAsync(options, cancellationToken),
            cancellationToken);
        IReadOnlyList<ActiveGateInfo> gates = await inventory.ListActiveGatesAsync(cancellationToken);
        List<OneAgentInfo> agents = await ToListAsync(inventory.ListOneAgentsAsync(cancellationToken), cancellationToken);
        FleetReading fleet = new(MachineTwins.Join(found), instances, gates, agents);
        return fleet with { Deleted = await deleted.FindAsync(Missing(fleet, remembered ?? []), cancellationToken) };
    }

    /// <summary>
    /// The machines that silent agents name and that Azure did not list. It does not follow that they are deleted: a right may be missing,
    /// or the fleet's query may leave them out.
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

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        List<T> list = [];
        await foreach (T item in items.WithCancellation(cancellationToken))
        {
            list.Add(item);
        }

        return list;
    }
}
