using TenantTokens.Dynatrace;

namespace TenantTokens.Rotations.Watching;

/// <summary>
/// Counts OneAgents per network zone. The zone is the one that an agent is assigned to, because an agent that uses a fallback zone is not
/// lost. No metric of Dynatrace counts agents per network zone, so they are counted from the inventory.
/// </summary>
internal sealed class ZoneCensus
{
    /// <summary>The name for all zones that are not named, which keeps a baseline small.</summary>
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

    /// <summary>Counts the agents per zone, for the given zones, or for the largest ones when none are given.</summary>
    /// <param name="named">The zones of an earlier count; null for the largest ones.</param>
    /// <param name="alsoExcused">
    /// Whether an agent, by its entity id, is known from the ledger to be off or restarting; null when the ledger is not used.
    /// </param>
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

    // SHUTDOWN is an orderly shutdown. UNEXPECTED_SHUTDOWN, LOST and CRASHED may be the effect of a refused token (docs/facts/dynatrace.md
    // §5.2).
    private static bool IsOffOrRestarting(OneAgentInfo agent)
        => string.Equals(agent.AvailabilityState, "SHUTDOWN", StringComparison.OrdinalIgnoreCase)
            || string.Equals(agent.DetailedAvailabilityState, "UNMONITORED_AGENT_RESTART_TRIGGERED", StringComparison.OrdinalIgnoreCase);
}
