using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>
/// Where an agent may send its data, as oneagentctl --get-server prints it: groups in braces by priority, an asterisk before the one in
/// use (facts/dynatrace.md §4.1).
/// </summary>
internal static class CommunicationEndpoints
{
    public static string Of(WorldState world, OneAgent agent, bool showCurrent)
    {
        lock (world.Sync)
        {
            ILookup<bool, ActiveGate> gates = world.Gates
                .Where(g => g.Environments.Contains(agent.Environment))
                .ToLookup(g => g.Zone == agent.AgentZone);
            IEnumerable<string> zone = gates[true].Select(g => Mark(g) + Url(g));
            IEnumerable<string> others = agent.AgentZone.IsIsolated ? [] : gates[false].Select(g => Mark(g) + Url(g));
            IEnumerable<string> direct = agent.AgentZone.IsIsolated ? [] : [Mark(null) + $"https://{agent.Environment.Id}.live.dynatrace.com:443/communication"];
            return string.Concat(new[] { zone, others, direct }.Select(static g => g.ToList()).Where(static g => g is not []).Select(static g => $"{{{string.Join(';', g)}}}"));
        }

        string Mark(ActiveGate? gate) => showCurrent && agent.IsConnected && agent.Link.Last is { Outcome: Outcome.Accepted } last && last.Gate == gate ? "*" : "";
    }

    public static string Url(ActiveGate gate) => $"https://{gate.Machine.Name}:9999/communication";
}
