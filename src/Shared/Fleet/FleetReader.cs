using TenantTokens.Configuration;
using TenantTokens.Dynatrace;

namespace TenantTokens.Fleet;

/// <summary>Reads the whole fleet.</summary>
public sealed class FleetReader(MachineInventory machines, DynatraceEnvironments environments, FleetOptions options)
{
    /// <summary>Reads machines from Azure and agents from Dynatrace.</summary>
    /// <exception cref="FleetInventoryException">Azure did not give the whole list.</exception>
    /// <exception cref="DynatraceApiException">Dynatrace did not.</exception>
    public async Task<FleetReading> ReadAsync(string environmentId, CancellationToken cancellationToken)
    {
        IInventoryClient inventory = environments.For(environmentId).Inventory;
        List<Machine> found = await ToListAsync(machines.ListAsync(options, cancellationToken), cancellationToken);
        List<ScaleSetInstance> instances = await ToListAsync(machines.ListScaleSetInstancesAsync(options, cancellationToken), cancellationToken);
        IReadOnlyList<ActiveGateInfo> gates = await inventory.ListActiveGatesAsync(cancellationToken);
        return new(MachineTwins.Join(found), instances, gates, await ToListAsync(inventory.ListOneAgentsAsync(cancellationToken), cancellationToken));
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
