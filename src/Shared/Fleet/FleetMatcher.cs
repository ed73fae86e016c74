using System.Security.Cryptography;
using System.Text;
using TenantTokens.Dynatrace;
using TenantTokens.Rotations;

namespace TenantTokens.Fleet;

/// <summary>Brings together what Azure can reach and what Dynatrace knows. An agent that fits no machine, or several, is Uncovered by name; nothing is guessed.</summary>
public static class FleetMatcher
{
    /// <summary>The targets of a fleet, not probed yet.</summary>
    public static IReadOnlyList<TargetRecord> Match(IReadOnlyList<Machine> machines, IReadOnlyList<ActiveGateInfo> gates, IReadOnlyList<OneAgentInfo> agents)
    {
        ILookup<string, Machine> byName = machines.ToLookup(static machine => ShortName(machine.ComputerName), StringComparer.OrdinalIgnoreCase);
        List<TargetRecord> targets = [];
        foreach (ActiveGateInfo gate in gates.Where(static gate => !string.Equals(gate.Type, "CLUSTER", StringComparison.OrdinalIgnoreCase)))
        {
            TargetRecord target = gate.Containerized
                ? Uncovered(Component.ActiveGate, gate.Hostname, gate.Id, UncoveredCodes.Container, "Runs in a container: replace its tenant-token secret and restart it.")
                : Cover(Component.ActiveGate, gate.Hostname, gate.Id, byName);
            targets.Add(target with { Pool = $"{gate.NetworkZone}|{gate.Group}" });
        }

        foreach (OneAgentInfo agent in agents)
        {
            targets.Add(string.Equals(agent.MonitoringType, "STANDALONE", StringComparison.OrdinalIgnoreCase)
                ? Uncovered(Component.OneAgent, agent.HostName, agent.EntityId, UncoveredCodes.ApplicationOnly, "Monitors an application only: rebuild or restage it with the new token.")
                : Cover(Component.OneAgent, agent.HostName, agent.EntityId, byName));
        }

        return [.. targets.GroupBy(static target => target.TargetId).Select(OnlyOne).OrderBy(static target => target.Name, StringComparer.Ordinal)];
    }

    /// <summary>An agent that Azure cannot reach.</summary>
    public static TargetRecord Uncovered(Component component, string hostName, string agentId, string code, string whatToDo) => new()
    {
        TargetId = IdOf(component, agentId),
        Name = NameOf(component, hostName),
        Component = component,
        AgentId = agentId,
        State = TargetState.Uncovered,
        Code = code,
        Message = whatToDo,
    };

    private static TargetRecord Cover(Component component, string hostName, string agentId, ILookup<string, Machine> byName)
    {
        Machine[] candidates = [.. byName[ShortName(hostName)]];
        return candidates switch
        {
            [] => Uncovered(component, hostName, agentId, UncoveredCodes.UnknownMachine, "Dynatrace knows it, Azure does not: rotate it by hand, or accept it if the host is gone."),
            [var machine] => Reach(component, machine, agentId),
            _ => Uncovered(component, hostName, agentId, UncoveredCodes.Ambiguous, $"Fits {candidates.Length} machines of that name: {string.Join(", ", candidates.Select(static machine => machine.ResourceId))}."),
        };
    }

    private static TargetRecord Reach(Component component, Machine machine, string agentId)
    {
        TargetRecord target = new()
        {
            TargetId = IdOf(component, machine.ResourceId),
            Name = NameOf(component, machine.Name),
            Component = component,
            Machine = machine,
            AgentId = agentId,
        };
        return machine.IsReachable
            ? target
            : target with { State = TargetState.Unreachable, Code = UncoveredCodes.NotRunning, Message = $"The machine is {machine.State}." };
    }

    /// <summary>Two agents that claim one machine: one of them is a ghost, and it cannot be told which.</summary>
    private static TargetRecord OnlyOne(IGrouping<string, TargetRecord> claims)
    {
        TargetRecord[] all = [.. claims];
        return all.Length == 1
            ? all[0]
            : all[0] with { Machine = null, State = TargetState.Uncovered, Code = UncoveredCodes.Ambiguous, Message = $"{all.Length} agents claim this machine: {string.Join(", ", all.Select(static target => target.AgentId))}." };
    }

    private static string ShortName(string hostName)
    {
        int dot = hostName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? hostName[..dot] : hostName;
    }

    private static string NameOf(Component component, string host) => $"{(component is Component.ActiveGate ? "activegate" : "oneagent")}/{host}";

    private static string IdOf(Component component, string identity)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{component}:{identity.ToUpperInvariant()}"));
        return $"{(component is Component.ActiveGate ? "ag" : "oa")}-{Convert.ToHexStringLower(hash)[..20]}";
    }
}
