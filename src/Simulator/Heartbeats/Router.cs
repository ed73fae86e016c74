using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>
/// Finds the way of an agent's data: its zone's ActiveGates, then (unless the zone is isolated) all others, then directly.
/// https://docs.dynatrace.com/managed/manage/network-zones/oneagent-connectivity
/// </summary>
internal sealed class Router(WorldState world)
{
    private readonly Dictionary<(TenantEnvironment Environment, NetworkZone Zone), ActiveGate[]> _reachable = [];

    /// <summary>Forgets which ActiveGates are online; within one beat that does not change.</summary>
    public void LookAgain() => _reachable.Clear();

    /// <param name="sender">The sender; its token must not be null.</param>
    /// <param name="turn">Chooses among several ActiveGates, so that over time each of them is used.</param>
    public Delivery Route(ISender sender, long turn)
    {
        string token = sender.Token ?? throw new InvalidOperationException($"{sender.Name} sends nothing now.");
        if (sender.OwnGate is { } own)
        {
            return own.IsOnline(sender.Environment) ? Through(own, sender, token) : new Delivery(Outcome.Waiting, null);
        }

        if (sender.Zone is not { } zone)
        {
            return Direct(sender, token);
        }

        ActiveGate[] reachable = Reachable(sender.Environment, zone);
        return reachable switch
        {
            not [] => Through(reachable[(int)(turn % reachable.Length)], sender, token),
            [] when zone.IsIsolated => new Delivery(Outcome.Undelivered, null),
            [] => Direct(sender, token),
        };
    }

    /// <summary>Returns after how many turns the way of a sender repeats while nothing changes.</summary>
    public int Period(ISender sender)
        => sender is { OwnGate: null, Zone: { } zone } ? Math.Max(1, Reachable(sender.Environment, zone).Length) : 1;

    private ActiveGate[] Reachable(TenantEnvironment environment, NetworkZone zone)
    {
        if (!_reachable.TryGetValue((environment, zone), out ActiveGate[]? reachable))
        {
            ActiveGate[] online = [.. world.Gates.Where(g => g.IsOnline(environment))];
            ActiveGate[] inZone = [.. online.Where(g => g.Zone == zone)];
            _reachable[(environment, zone)] = reachable = inZone is [] && !zone.IsIsolated ? online : inZone;
        }

        return reachable;
    }

    private static Delivery Through(ActiveGate gate, ISender sender, string token)
        => new(gate.Accepts(sender.Environment, token) ? Outcome.Accepted : Outcome.Rejected, gate);

    private static Delivery Direct(ISender sender, string token)
        => new(sender.Environment.Accepts(token) ? Outcome.Accepted : Outcome.Rejected, null);
}
