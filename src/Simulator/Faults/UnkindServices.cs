using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Faults;

/// <summary>
/// What Azure and Dynatrace do by themselves, some of it in some worlds, chosen by the seed. It passes, or hides something that can be
/// found out in another way. Only a machine that cannot be written to stops a rotation while that lasts: one world in 25 has one.
/// </summary>
internal static class UnkindServices
{
    private const double Minute = 60;

    /// <summary>Returns the faults of a world.</summary>
    /// <param name="world">The world, with its machines.</param>
    /// <param name="takeAgent">Returns a machine with a OneAgent that no other fault uses; nothing when all are used.</param>
    public static IEnumerable<Fault> Draw(WorldState world, Func<IEnumerable<IMachine>> takeAgent)
        => OfLocks(world, takeAgent)
            .Concat(OfStates(world, takeAgent))
            .Concat(OfUnlisted(world, takeAgent))
            .Concat(OfGates(world))
            .Concat(OfMetrics(world))
            .Concat(OfRows(world));

    /// <summary>A lock against deletions keeps our commands on the machine, and they are reported, until it is removed.</summary>
    private static IEnumerable<Fault> OfLocks(WorldState world, Func<IEnumerable<IMachine>> takeAgent)
    {
        foreach (IMachine machine in IsDrawn(world, "lock", 0.4) ? takeAgent() : [])
        {
            yield return new Fault(FaultKind.Lock)
            {
                Machine = machine.Identity.Name,
                Block = IsDrawn(world, "lock/read-only", 0.1) ? "read-only" : "can-not-delete",
            };
            yield return new Fault(FaultKind.Unlock)
            {
                Machine = machine.Identity.Name,
                AfterSeconds = Seconds(world, "unlock", 10 * Minute, 40 * Minute),
            };
        }
    }

    /// <summary>
    /// The first command on a machine is its probe, the second its apply. The apply does its work, and Azure reports that it did not
    /// finish.
    /// </summary>
    private static IEnumerable<Fault> OfStates(WorldState world, Func<IEnumerable<IMachine>> takeAgent)
    {
        foreach (IMachine machine in IsDrawn(world, "execution-state", 0.3) ? takeAgent() : [])
        {
            yield return new Fault(FaultKind.ExecutionState)
            {
                Machine = machine.Identity.Name,
                Nth = 2,
                State = world.Chance.Pick("some-faults/state", ["TimedOut", "Canceled"]),
            };
        }
    }

    /// <summary>An agent that was off for so long that Dynatrace has dropped it, and that returns while both tokens are valid.</summary>
    private static IEnumerable<Fault> OfUnlisted(WorldState world, Func<IEnumerable<IMachine>> takeAgent)
    {
        foreach (IMachine machine in IsDrawn(world, "agent-unlisted", 0.3) ? takeAgent() : [])
        {
            yield return new Fault(FaultKind.AgentUnlisted) { Machine = machine.Identity.Name };
            yield return new Fault(FaultKind.StartServices)
            {
                Machine = machine.Identity.Name,
                Component = "oneagent",
                AfterSeconds = Seconds(world, "listed-again", 5 * Minute, 20 * Minute),
            };
        }
    }

    /// <summary>An ActiveGate with another id: before the plan, so that Dynatrace also lists the old one, or at our restart.</summary>
    private static IEnumerable<Fault> OfGates(WorldState world)
    {
        string[] gates =
        [
            .. world.Machines.Where(static m => m is { IsOn: true, Gate: not null, Identity.IsInAzure: true })
                .Select(static m => m.Identity.Name),
        ];
        return IsDrawn(world, "gate-new-id", 0.3)
            ? [new Fault(FaultKind.GateNewId)
            {
                Machine = world.Chance.Pick("some-faults/renamed-gate", gates),
                When = IsDrawn(world, "gate-new-id/now", 0.5) ? "now" : null,
            }]
            : [];
    }

    private static IEnumerable<Fault> OfMetrics(WorldState world)
        => IsDrawn(world, "metric-silent", 0.2)
            ? [new Fault(FaultKind.MetricSilent) { Block = world.Chance.Pick("some-faults/silence", ["empty", "null"]) }]
            : [];

    /// <summary>
    /// One Arc machine without osType, another without osName. Either is enough to know the system; a machine without both would be left
    /// out.
    /// </summary>
    private static IEnumerable<Fault> OfRows(WorldState world)
        => world.Machines.Where(static m => m.Identity is { IsArc: true, IsInAzure: true })
            .OrderBy(m => world.Chance.Unit($"some-faults/arc/{m.Identity.Name}"))
            .Zip(
                [FaultKind.OsTypeMissing, FaultKind.OsNameMissing],
                static (machine, kind) => new Fault(kind) { Machine = machine.Identity.Name });

    private static bool IsDrawn(WorldState world, string what, double share) => world.Chance.Unit("some-faults/" + what) < share;

    private static double Seconds(WorldState world, string what, double low, double high)
        => world.Chance.Between("some-faults/" + what, low, high).TotalSeconds;
}
