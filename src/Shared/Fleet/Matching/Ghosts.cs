using TenantTokens.Dynatrace;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// Finds outdated entries that Dynatrace still lists of agents that are online under another id, because they were installed or registered
/// again. An offline entry is outdated only when exactly one online entry has its host name and addresses and no second machine has the
/// name; anything else may be another host.
/// </summary>
internal static class Ghosts
{
    /// <summary>
    /// Finds the outdated entries among ActiveGates, each with the id of the one that is online. Containers are left out: they share names
    /// and have no machine.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Among(IEnumerable<ActiveGateInfo> activeGates, MachineIndex machines)
        => Among(
            [
                .. activeGates.Where(static activeGate => activeGate is { IsOfCluster: false, Containerized: false })
                    .Select(DynatraceEntry.From),
            ],
            machines.CountFor);

    /// <summary>
    /// Finds the outdated entries among OneAgents in the same way. Pods, nodes and applications are left out: several share a name, and
    /// none is a machine.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Among(IEnumerable<OneAgentInfo> agents, MachineIndex machines)
        => Among([.. agents.Where(IsOnMachine).Select(DynatraceEntry.From)], machines.CountFor);

    private static bool IsOnMachine(OneAgentInfo agent)
        => !agent.MayBeSelfRotating && !string.Equals(agent.MonitoringType, "STANDALONE", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Among(IReadOnlyCollection<DynatraceEntry> entries, Func<DynatraceEntry, int> machines)
    {
        ILookup<string, DynatraceEntry> online = entries.Where(static entry => entry.IsOnline)
            .ToLookup(static entry => HostNames.Short(entry.HostName), StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> ghosts = new(StringComparer.Ordinal);
        foreach (DynatraceEntry entry in entries.Where(static entry => !entry.IsOnline))
        {
            DynatraceEntry[] same = [.. online[HostNames.Short(entry.HostName)].Where(entry.IsOfSameHost)];
            if (same is [var itself] && machines(entry) < 2)
            {
                ghosts[entry.Id] = itself.Id;
            }
        }

        return ghosts;
    }
}
