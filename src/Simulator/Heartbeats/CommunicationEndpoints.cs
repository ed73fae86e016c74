using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>
/// The addresses that an agent may send its data to, as oneagentctl --get-server prints them: groups in braces by priority, with an
/// asterisk at the one in use (docs/facts/dynatrace.md §4.1).
/// </summary>
internal static class CommunicationEndpoints
{
    /// <summary>Returns them for a new agent.</summary>
    public static string Of(WorldState world, TenantEnvironment environment, NetworkZone zone) => Of(world, environment, zone, agent: null);

    /// <summary>Returns them with the asterisk.</summary>
    public static string Of(WorldState world, OneAgent agent) => Of(world, agent.Environment, agent.AgentZone, agent);

    public static string Url(ActiveGate gate) => $"https://{gate.Machine.Name}:9999/communication";

    private static string Of(WorldState world, TenantEnvironment environment, NetworkZone zone, OneAgent? agent)
    {
        lock (world.Sync)
        {
            ILookup<bool, ActiveGate> gates = world.Gates.Where(g => g.Environments.Contains(environment)).ToLookup(g => g.Zone == zone);
            IEnumerable<string> inZone = gates[true].Select(g => Mark(g) + Url(g));
            IEnumerable<string> others = zone.IsIsolated ? [] : gates[false].Select(g => Mark(g) + Url(g));
            IEnumerable<string> direct = zone.IsIsolated
                ? []
                : [Mark(null) + $"https://{environment.Id}.live.dynatrace.com:443/communication"];
            return string.Concat(new[] { inZone, others, direct }.Select(static g => g.ToList())
                .Where(static g => g is not [])
                .Select(static g => $"{{{string.Join(';', g)}}}"));
        }

        string Mark(ActiveGate? gate)
            => agent is { IsConnected: true, Link.Last: { Outcome: Outcome.Accepted } last } && last.Gate == gate ? "*" : "";
    }
}
