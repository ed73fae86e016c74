using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulator.World;

/// <summary>Reads the true state of the world, without tokens.</summary>
internal static class SnapshotTaker
{
    public static WorldSnapshot Take(WorldState world)
    {
        // Searching for files takes long, so it is not done under the lock that the heartbeats need. A machine that joins meanwhile has
        // none.
        Dictionary<IMachine, IReadOnlyList<string>> leftovers = world.Machines.ToDictionary(static m => m, static m => m.Leftovers());
        lock (world.Sync)
        {
            return new WorldSnapshot(
                world.Calls.Effective,
                world.Calls.Requests,
                world.Traffic.Received,
                world.Traffic.Held,
                world.Meter.Counts(),
                [.. world.Environments.Values.Select(Environment)],
                [
                    .. world.Machines.OrderBy(static m => m.Identity.Name, StringComparer.Ordinal)
                        .Select(m => Machine(world, m, leftovers.GetValueOrDefault(m) ?? [])),
                ],
                world.Cards.All())
            {
                RunCommands = world.Commands.Counts(),
            };
        }
    }

    private static EnvironmentSnapshot Environment(TenantEnvironment environment) => new(
        environment.Id,
        Fingerprint.Of(environment.Active),
        environment.Previous is { } previous ? Fingerprint.Of(previous) : null,
        environment.RotationOpen);

    private static MachineSnapshot Machine(WorldState world, IMachine machine, IReadOnlyList<string> leftovers) => new(
        machine.Identity.Name,
        machine.Identity.Kind,
        world.Azure.State(machine),
        [.. Gate(machine.Gate), .. Agent(machine.Agent)],
        leftovers);

    private static IEnumerable<ComponentSnapshot> Gate(ActiveGate? gate)
        => gate is null ? [] : gate.Environments.Select(e => new ComponentSnapshot(
            "activegate",
            e.Id,
            gate.Loaded(e) is { } token ? Fingerprint.Of(token) : null,
            gate.IsOnline(e),
            [.. gate.Services.Select(Service)]));

    private static IEnumerable<ComponentSnapshot> Agent(OneAgent? agent) => agent is null ? [] :
    [
        new ComponentSnapshot(
            "oneagent",
            agent.Environment.Id,
            agent.Loaded is { } token ? Fingerprint.Of(token) : null,
            agent.IsConnected,
            [Service(agent.Unit)]),
    ];

    private static ServiceSnapshot Service(Unit unit) => new(unit.Name, unit.State);
}
