using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Faults;

/// <summary>Interprets the values of a fault. An invalid value is refused with a message that lists the valid ones.</summary>
internal sealed class FaultValues(WorldState world)
{
    private static readonly string[] _components = ["activegate", "oneagent"];
    private static readonly string[] _tokens = ["new", "old"];

    /// <exception cref="ArgumentException">The value is not allowed; the message lists those that are.</exception>
    public static string OneOf(string what, string? value, IReadOnlyList<string> allowed)
        => allowed.FirstOrDefault(a => a.Equals(value, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(what, value, allowed);

    public static ArgumentException Unknown(string what, string? value, IEnumerable<string> allowed)
        => new($"The {what} '{value}' is not known; allowed are: {string.Join(", ", allowed)}.");

    public static int Count(Fault fault) => fault.Count switch
    {
        null => 1,
        >= 1 and var count => count,
        _ => throw new ArgumentException($"count must be 1 or more, not {fault.Count}."),
    };

    /// <summary>Returns how long something has already been away.</summary>
    public static TimeSpan Away(Fault fault, double usual)
        => fault.Hours is null or > 0
            ? TimeSpan.FromHours(fault.Hours ?? usual)
            : throw new ArgumentException($"hours must be more than 0, not {fault.Hours}.");

    public IMachine Machine(Fault fault)
        => world.Machine(fault.Machine) ?? throw Unknown("machine", fault.Machine, world.Machines.Select(static m => m.Identity.Name));

    /// <summary>Returns the machine that is named, or those that the seed chooses among the suitable ones.</summary>
    public IReadOnlyList<IMachine> Machines(Fault fault, Func<IMachine, bool> fits)
    {
        if (fault.Machine is not null)
        {
            return [Machine(fault)];
        }

        if (fault is { Percent: null, Count: null } or { Percent: <= 0 or > 100 or double.NaN })
        {
            throw new ArgumentException($"{fault.Kind} needs a machine, a count, or a percent that is more than 0 and at most 100.");
        }

        string? component = fault.Component is null ? null : OneOf("component", fault.Component, _components);
        NetworkZone? zone = fault.Zone is null ? null : Zone(fault);
        string? subscription = fault.Subscription is null ? null : Subscription(fault);
        List<IMachine> candidates = [.. world.Machines.Where(m => m.Identity.IsInAzure
            && (component is null || (component is "activegate" ? m.Gate is not null : m.Agent is not null))
            && (zone is null || m.Gate?.Zone == zone || m.Agent?.AgentZone == zone)
            && (subscription is null || m.Identity.SubscriptionId == subscription))];
        int wanted = fault.Percent is { } percent ? (int)Math.Ceiling(candidates.Count * percent / 100) : Count(fault);
        List<IMachine> fitting = [.. candidates.Where(fits)];
        return fitting.Count >= wanted
            ? [.. fitting.OrderBy(m => world.Chance.Unit($"fault/{fault.Kind}/{m.Identity.Name}")).Take(wanted)]
            : throw new ArgumentException($"{fault.Kind} is to hit {wanted} machines, but it fits only {fitting.Count}.");
    }

    /// <summary>Returns the component that is named, or the only one of the machine.</summary>
    public static string Component(Fault fault, IMachine machine)
    {
        string component = fault.Component is null
            ? machine is { Gate: not null, Agent: not null } or { Gate: null, Agent: null } ? throw Unknown("component", null, _components)
                : machine.Gate is null ? "oneagent"
                : "activegate"
            : OneOf("component", fault.Component, _components);
        return component switch
        {
            "activegate" when machine.Gate is null => throw new ArgumentException($"There is no ActiveGate on {machine.Identity.Name}."),
            "oneagent" when machine.Agent is null => throw new ArgumentException($"There is no OneAgent on {machine.Identity.Name}."),
            _ => component,
        };
    }

    public static IReadOnlyList<Unit> Services(Fault fault, IMachine machine)
        => Component(fault, machine) is "activegate" ? machine.Gate!.Services : [machine.Agent!.Unit];

    public ActiveGate Gate(Fault fault)
    {
        IMachine machine = Machine(fault);
        return machine.Gate ?? throw new ArgumentException($"There is no ActiveGate on {machine.Identity.Name}.");
    }

    public TenantEnvironment Environment(Fault fault)
        => world.Environments.GetValueOrDefault(fault.Environment ?? FleetBuilder.MainEnvironment)
            ?? throw Unknown("environment", fault.Environment, world.Environments.Keys);

    /// <summary>Returns the zone that is named, or the last one.</summary>
    public NetworkZone Zone(Fault fault)
    {
        string name = OneOf("zone", fault.Zone ?? world.Zones[^1].Name, [.. world.Zones.Select(static z => z.Name)]);
        return world.Zones.First(z => z.Name == name);
    }

    public string Subscription(Fault fault) => OneOf("subscription", fault.Subscription, world.Azure.Subscriptions);

    /// <summary>Returns a function for the token: new and old are evaluated when the function is called.</summary>
    public static Func<TenantEnvironment, string> Token(string? which) => OneOf("token", which, _tokens) is "new"
        ? static e => e.Active
        : static e => e.Previous ?? e.Retired ?? e.Active;
}
