using TenantTokens.Dynatrace;

namespace TenantTokens.Fleet.Targets;

/// <summary>Who is online now: the ids of OneAgents and of ActiveGates, but for those of the cluster, which are not ours.</summary>
internal static class AgentsOnline
{
    public static async Task<HashSet<string>> ReadAsync(IInventoryClient inventory, CancellationToken cancellationToken)
        => await ReadAsync(inventory, await inventory.ListActiveGatesAsync(cancellationToken), cancellationToken);

    /// <summary>The same, for a caller that has read the list of ActiveGates.</summary>
    public static async Task<HashSet<string>> ReadAsync(
        IInventoryClient inventory,
        IReadOnlyList<ActiveGateInfo> activeGates,
        CancellationToken cancellationToken)
    {
        HashSet<string> online = new(StringComparer.Ordinal);
        foreach (ActiveGateInfo activeGate in activeGates)
        {
            if (activeGate is { IsOnline: true, IsOfCluster: false })
            {
                online.Add(activeGate.Id);
            }
        }

        await foreach (OneAgentInfo agent in inventory.ListOneAgentsAsync(cancellationToken))
        {
            if (agent.IsOnline)
            {
                online.Add(agent.EntityId);
            }
        }

        return online;
    }
}
