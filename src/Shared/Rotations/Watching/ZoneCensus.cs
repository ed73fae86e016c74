using TenantTokens.Dynatrace;

namespace TenantTokens.Rotations.Watching;

/// <summary>
/// Counts OneAgents per network zone: the one that an agent is assigned to, since one that falls back to another zone is not lost. No
/// metric of Dynatrace counts agents per network zone, so the inventory does.
/// </summary>
internal sealed class ZoneCensus
{
    /// <summary>The zone that stands for all that are not named: what is kept of a baseline stays one small row.</summary>
    public const string OtherZones = "*";

    private const int MaxZones = 100;
    private readonly Dictionary<string, int> _online = new(StringComparer.Ordinal);
    private readonly List<OneAgentInfo> _absent = [];

    private ZoneCensus()
    {
    }

    public static async Task<ZoneCensus> TakeAsync(IInventoryClient inventory, CancellationToken cancellationToken)
    {
        ZoneCensus census = new();
        await foreach (OneAgentInfo agent in inventory.ListOneAgentsAsync(cancellationToken))
        {
            if (agent.IsOnline)
            {
                string zone = ZoneOf(agent);
                census._online[zone] = census._online.GetValueOrDefault(zone) + 1;
            }
            else
            {
                census._absent.Add(agent);
            }
        }

        return census;
    }

    /// <summary>The counts, under the given names; under the biggest zones' own names when none are given.</summary>
    /// <param name="named">The zones of an earlier count.</param>
    /// <param name="alsoExcused">Whether we know better than Dynatrace that an agent (by its entity id) is off or restarting.</param>
    public Dictionary<string, ZoneOnline> Count(IEnumerable<string>? named = null, Func<string, bool>? alsoExcused = null)
    {
        Dictionary<string, ZoneOnline> all = _online.ToDictionary(
            static zone => zone.Key,
            static zone => new ZoneOnline(zone.Value, 0),
            StringComparer.Ordinal);
        foreach (OneAgentInfo agent in _absent.Where(agent => IsOffOrRestarting(agent) || alsoExcused?.Invoke(agent.EntityId) is true))
        {
            Add(all, ZoneOf(agent), new ZoneOnline(0, 1));
        }

        HashSet<string> kept =
        [
            .. named
                ?? all.OrderByDescending(static zone => zone.Value.Online)
                    .ThenBy(static zone => zone.Key, StringComparer.Ordinal)
                    .Take(MaxZones)
                    .Select(static zone => zone.Key),
        ];
        Dictionary<string, ZoneOnline> folded = new(StringComparer.Ordinal);
        foreach ((string zone, ZoneOnline count) in all)
        {
            Add(folded, kept.Contains(zone) ? zone : OtherZones, count);
        }

        return folded;
    }

    private static void Add(Dictionary<string, ZoneOnline> zones, string zone, ZoneOnline count)
        => zones[zone] = zones.TryGetValue(zone, out ZoneOnline? already) ? already + count : count;

    private static string ZoneOf(OneAgentInfo agent) => agent.AssignedNetworkZone ?? agent.NetworkZone;

    // SHUTDOWN is an orderly one. UNEXPECTED_SHUTDOWN, LOST and CRASHED may be what a refused token looks like (docs/facts/dynatrace.md
    // §5.2).
    private static bool IsOffOrRestarting(OneAgentInfo agent)
        => string.Equals(agent.AvailabilityState, "SHUTDOWN", StringComparison.OrdinalIgnoreCase)
            || string.Equals(agent.DetailedAvailabilityState, "UNMONITORED_AGENT_RESTART_TRIGGERED", StringComparison.OrdinalIgnoreCase);
}
