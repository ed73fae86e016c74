using System.Globalization;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// The silent agents whose machines Azure has deleted. An autoscaled fleet has thousands of them and none can stop reporting, so they are
/// represented by one target with a count, which needs no acceptance.
/// </summary>
internal static class DeletedMachineAgents
{
    /// <summary>The id of the target that represents them.</summary>
    public static string LineId { get; } = TargetIdentity.IdOf(Component.OneAgent, "deleted-machines");

    /// <summary>
    /// Whether an agent is one of them. A machine with the same host name may be the agent's own after a move to another resource group;
    /// such an agent stays a separate target.
    /// </summary>
    public static bool Contains(OneAgentInfo agent, FleetReading fleet, MachineIndex machines)
        => !agent.IsOnline
            && agent.AzureResourceId is { } id
            && fleet.Deleted.Contains(id)
            && machines.Find(id) is null
            && machines.Named(agent.HostName, agent.IpAddresses).Count == 0;

    /// <summary>Makes the target that represents them.</summary>
    public static TargetRecord Line(IReadOnlyCollection<OneAgentInfo> agents)
    {
        DateTimeOffset? lastSeen = agents.Max(static agent => agent.LastSeen);
        TargetRecord line = new()
        {
            TargetId = LineId,
            Name = TargetIdentity.NameOf(Component.OneAgent, "deleted machines"),
            Component = Component.OneAgent,
            Agents = agents.Count,
            LastSeen = lastSeen,
        };
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{agents.Count} offline agents ran on machines that Azure has deleted.");
        return line.MoveTo(TargetState.Skipped, TargetCause.Discovered, UncoveredCodes.Gone, message);
    }

    /// <summary>Whether a target is the one that represents them.</summary>
    public static bool IsLine(TargetRecord target) => target.TargetId == LineId;
}
