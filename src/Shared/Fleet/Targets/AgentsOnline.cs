using TenantTokens.Dynatrace;

namespace TenantTokens.Fleet.Targets;

/// <summary>
/// Lists the ids of the OneAgents and ActiveGates that are online now, without the ActiveGates of the Dynatrace cluster, which are not in
/// our fleet.
/// </summary>
internal static class AgentsOnline
{
    public static async Task<HashSet<string>> ReadAsync(IInventoryClient inventory, CancellationToken cancellationToken)
        => await ReadAsync(inventory, await inventory.ListActiveGatesAsync(cancellationToken), cancellationToken);

    /// <summary>As above, for a caller that has already read the list of ActiveGates.</summary>
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
