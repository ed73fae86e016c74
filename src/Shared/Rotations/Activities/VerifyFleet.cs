using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// The second proof: Dynatrace must see every changed target online. One read of the inventory for the whole fleet. Agents that turned up after
/// the plan are added by name, so that finish cannot surprise them.
/// </summary>
public sealed class VerifyFleet(RotationLedger rotations, TargetLedger targets, DynatraceEnvironments environments, AuditTrail audit) : IActivity<VerifyInput, VerifyOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<VerifyInput, VerifyOutcome> Name { get; } = new(nameof(VerifyFleet));

    /// <inheritdoc />
    public async Task<VerifyOutcome> RunAsync(VerifyInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        IInventoryClient inventory = environments.For(rotation.EnvironmentId).Inventory;
        Dictionary<string, TargetRecord> seen = new(StringComparer.Ordinal);
        HashSet<string> online = new(StringComparer.Ordinal);
        foreach (ActiveGateInfo gate in await inventory.ListActiveGatesAsync(cancellationToken))
        {
            if (!string.Equals(gate.Type, "CLUSTER", StringComparison.OrdinalIgnoreCase))
            {
                seen[gate.Id] = Joined(Component.ActiveGate, gate.Hostname, gate.Id);
                Note(online, gate.Id, gate.IsOnline);
            }
        }

        await foreach (OneAgentInfo agent in inventory.ListOneAgentsAsync(cancellationToken))
        {
            seen[agent.EntityId] = Joined(Component.OneAgent, agent.HostName, agent.EntityId);
            Note(online, agent.EntityId, agent.Active && string.Equals(agent.AvailabilityState, "MONITORED", StringComparison.OrdinalIgnoreCase));
        }

        return await CompareAsync(input, seen, online, cancellationToken);
    }

    private async Task<VerifyOutcome> CompareAsync(VerifyInput input, Dictionary<string, TargetRecord> seen, HashSet<string> online, CancellationToken cancellationToken)
    {
        int notOnline = 0;
        List<TargetRecord> changed = [];
        foreach (TargetRecord target in await targets.ListAsync(input.RotationId, cancellationToken))
        {
            if (target.AgentId is { } id)
            {
                seen.Remove(id);
            }

            if (!target.IsOnNewToken && !NotOnline.IsMarked(target))
            {
                continue;
            }

            bool isOnline = target.AgentId is not null && online.Contains(target.AgentId);
            notOnline += isOnline ? 0 : 1;
            TargetRecord now = isOnline ? NotOnline.Unmark(target) with { Online = true } : input.IsLastLook ? NotOnline.Mark(target) : target with { Online = false };
            if (now != target)
            {
                changed.Add(now);
            }
        }

        foreach (TargetRecord joiner in seen.Values)
        {
            changed.Add(joiner);
            await audit.AddAsync(input.RotationId, "joined", AuditEvent.Product, $"{joiner.Name} turned up after the plan was made.", cancellationToken);
        }

        await targets.PutAsync(input.RotationId, changed, cancellationToken);
        return new(notOnline);
    }

    private static TargetRecord Joined(Component component, string host, string id)
        => FleetMatcher.Uncovered(component, host, id, UncoveredCodes.Joined, "Turned up after the plan was made: it may carry either token.");

    private static void Note(HashSet<string> online, string id, bool isOnline)
    {
        if (isOnline)
        {
            online.Add(id);
        }
    }
}
