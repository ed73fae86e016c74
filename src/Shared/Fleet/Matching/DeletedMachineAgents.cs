using System.Globalization;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// Silent agents whose machines Azure has deleted. They cannot stop reporting, and an autoscaled fleet has thousands, so all of them are
/// one line with a count, which nobody has to accept.
/// </summary>
internal static class DeletedMachineAgents
{
    /// <summary>The target id of the line that stands for them.</summary>
    public static string LineId { get; } = TargetIdentity.IdOf(Component.OneAgent, "deleted-machines");

    /// <summary>
    /// Whether an agent is one of them. A machine of the same host name may be the agent's own, moved to another resource group: such an
    /// agent stays a target of its own.
    /// </summary>
    public static bool Contains(OneAgentInfo agent, FleetReading fleet, MachineIndex machines)
        => !agent.IsOnline
            && agent.AzureResourceId is { } id
            && fleet.Deleted.Contains(id)
            && machines.Find(id) is null
            && machines.Named(agent.HostName, agent.IpAddresses).Count == 0;

    /// <summary>The line that stands for them.</summary>
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

    /// <summary>Whether a target is that line.</summary>
    public static bool IsLine(TargetRecord target) => target.TargetId == LineId;
}
