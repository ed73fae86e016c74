using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Reads the fleet from Azure and Dynatrace, matches it, writes its targets and the wave that probes them.</summary>
public sealed class DiscoverFleet(
    RotationLedger rotations,
    TargetLedger targets,
    WaveWriter waves,
    MachineInventory machines,
    DynatraceEnvironments environments,
    RotationOptions options,
    AuditTrail audit,
    TimeProvider time) : IActivity<string, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, int> Name { get; } = new(nameof(DiscoverFleet));

    /// <summary>Gives the number of the probe wave.</summary>
    public async Task<int> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        IInventoryClient inventory = environments.For(rotation.EnvironmentId).Inventory;
        List<Machine> fleet = await ToListAsync(machines.ListAsync(options.Fleet, cancellationToken), cancellationToken);
        IReadOnlyList<ActiveGateInfo> gates = await inventory.ListActiveGatesAsync(cancellationToken);
        List<OneAgentInfo> agents = await ToListAsync(inventory.ListOneAgentsAsync(cancellationToken), cancellationToken);
        IReadOnlyList<TargetRecord> found = FleetMatcher.Match(fleet, gates, agents);

        // What was sent before stays known: a command that is still on its machine must be followed, not sent again.
        Dictionary<string, TargetRecord> known = (await targets.ListAsync(input, cancellationToken)).ToDictionary(static target => target.TargetId);
        found = [.. found.Select(target => known.TryGetValue(target.TargetId, out TargetRecord? before) ? target with { Send = before.Send } : target)];
        await targets.ReplaceAllAsync(input, found, cancellationToken);
        await waves.SupersedeAsync(input, time.GetUtcNow(), cancellationToken);
        await audit.AddAsync(input, "fleet-read", AuditEvent.Product, $"{fleet.Count} machines, {gates.Count} ActiveGates and {agents.Count} OneAgents make {found.Count} targets.", cancellationToken);
        return await waves.AddAsync(input, TargetAction.Probe, null, isCanary: false, generation: 0, [.. found.Where(static target => target.State is TargetState.Pending)], cancellationToken);
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
