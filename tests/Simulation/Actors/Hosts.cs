using TenantTokens.Simulation.Time;
using TenantTokens.Simulator;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulation.Actors;

/// <summary>
/// Hosts as they are from the beginning: silent, with a wrong clock, twice in Azure, failing, self-rotating, out of reach.
/// </summary>
internal static class Hosts
{
    private const string Actor = "hosts";
    private const int Attempts = 6;
    private const int StartsOfAScript = 3;

    public static Deed Draw(Random random)
    {
        // Drawn here, not when it happens: a story that is played again is the same story.
        double which = random.NextDouble();
        (int exitCode, int times, int nth, int late, int skew, int zone) =
            (random.Of(40, 50), random.Next(1, 4), random.Next(1, 4), random.Next(
                60, 1800), random.Of(-7200, -300, 300, 7200), random.Next(2));
        return random.Next(100) switch
        {
            < 22 => Silent(which, TimeSpan.FromDays(random.Next(1, 21)), random.Between(TimeSpan.FromMinutes(30), TimeSpan.FromHours(12))),
            < 40 => Plant(
                "a OneAgent's service does not come up again after a change",
                machine => new Fault(FaultKind.ApplyFails) { Machine = machine, ExitCode = exitCode, Times = times }, which),
            < 50 => Plant(
                "a OneAgent's machine never reports a run command",
                machine => new Fault(FaultKind.StuckCreating) { Machine = machine, Nth = nth }, which),
            < 58 => Plant(
                "a OneAgent's machine gets a run command late",
                machine => new Fault(FaultKind.LateDelivery) { Machine = machine, Nth = nth, DelaySeconds = late }, which),
            < 64 => Plant(
                "a script is killed after it has stopped the agent",
                machine => new Fault(FaultKind.ScriptKilledAfterStop) { Machine = machine }, which),
            < 70 => Plant(
                "a host's clock is wrong", machine => new Fault(FaultKind.ClockSkew) { Machine = machine, SkewSeconds = skew }, which),
            < 76 => Anywhere("a machine is a VM and an Arc machine", machine => new Fault(FaultKind.ArcTwin) { Machine = machine }, which),
            < 82 => World(
                "a Kubernetes cluster of 3 nodes reports to the environment", zone,
                static zone => new Fault(FaultKind.KubernetesAgents) { Zone = zone, Count = 3 }),
            < 88 => World(
                "two applications carry the agent in their image", zone,
                static zone => new Fault(FaultKind.StandaloneAgents) { Zone = zone, Count = 2 }),
            < 94 => Plant(
                "a process loaded the agent's library", machine => new Fault(FaultKind.InjectedProcess) { Machine = machine }, which),
            _ => NotPutBack(which),
        };
    }

    /// <summary>
    /// The service comes up at the first change, and not at those after it: when the old token is put back. A script that puts it back
    /// tries to start the service three times, then takes the change back, and the service starts.
    /// </summary>
    public static Deed NotPutBack(double which)
        => Deed.Of(Actor, "a OneAgent's service does not come up again when the old token is put back", run =>
        {
            string machine = DrawnMachine.Told(run, which).Identity.Name;
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                run.World.Plant(new Fault(FaultKind.ServiceStartFails)
                {
                    Machine = machine,
                    Service = "oneagent",
                    Nth = 2 + (attempt * (StartsOfAScript + 1)),
                    Times = StartsOfAScript,
                });
            }
        });

    /// <summary>Hosts that have seen a command of a later generation.</summary>
    public static Deed SawTheFuture(IReadOnlyList<double> which)
        => Deed.Of(Actor, "some OneAgents' hosts have seen a command of a later generation", run =>
        {
            foreach (IMachine machine in which.Select(one => DrawnMachine.Of(run.World.OneAgents, one)).Distinct())
            {
                run.Tell($"{machine.Identity.Name} is one of them");
                run.World.HasSeenTheFuture(machine);
            }
        });

    private static Deed Silent(double which, TimeSpan silent, TimeSpan more) => new(
        Actor,
        $"a OneAgent's host has been off for {Durations.Tell(silent)} and comes back after {Durations.Tell(more)}",
        async run =>
        {
            IMachine machine = DrawnMachine.Told(run, which);
            run.World.SilentFor(machine, silent);
            await run.WaitAsync(more);
            machine.PowerOn();
        });

    private static Deed Plant(string tells, Func<string, Fault> fault, double which) => Anywhere(tells, fault, which);

    private static Deed Anywhere(string tells, Func<string, Fault> fault, double which) => Deed.Of(Actor, tells, run =>
    {
        string machine = DrawnMachine.Told(run, which).Identity.Name;
        run.World.Plant(fault(machine));
    });

    private static Deed World(string tells, int zone, Func<string, Fault> fault)
        => Deed.Of(Actor, tells, run => run.World.Plant(fault(run.World.State.Zones[zone % run.World.State.Zones.Count].Name)));
}
