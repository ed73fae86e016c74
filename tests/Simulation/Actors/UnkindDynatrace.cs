using TenantTokens.Simulation.Time;
using TenantTokens.Simulator;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulation.Actors;

/// <summary>
/// Dynatrace as it may be, too: a metric that is silent or not available, ActiveGates under a new id, ghosts of OneAgents, and OneAgents
/// that it has dropped.
/// </summary>
internal static class UnkindDynatrace
{
    private const string Actor = "Dynatrace";

    public static (string Moment, TimeSpan Delay, Deed Deed) Draw(Random random)
    {
        (string moment, TimeSpan delay) = random.Next(3) == 0 ? (Moments.Beginning, TimeSpan.Zero) : AnyMoment.Draw(random);
        double which = random.NextDouble();
        TimeSpan span = random.Between(TimeSpan.FromMinutes(5), random.Of(TimeSpan.FromHours(1), TimeSpan.FromHours(10)));
        (string silence, int status, TimeSpan more, bool comesBack) = (
            random.Of<string>("empty", "null"),
            random.Of(400, 403, 404),
            random.Between(
                TimeSpan.FromHours(1),
                TimeSpan.FromHours(30)),
            random.Next(2) == 0);
        return random.Next(100) switch
        {
            < 25 => (moment, delay, Metric($"is silent ({silence})", span, new Fault(FaultKind.MetricSilent) { Block = silence })),
            < 45 => (moment, delay, Metric($"is answered with {status}", span, new Fault(FaultKind.MetricUnavailable) { Status = status })),
            < 60 => (moment, delay, Of(
                "an ActiveGate has a new id after its next start",
                which,
                isActiveGate: true,
                static machine => new Fault(FaultKind.GateNewId) { Machine = machine })),
            < 70 => (moment, delay, Of(
                "an ActiveGate has a new id",
                which,
                isActiveGate: true,
                static machine => new Fault(FaultKind.GateNewId) { Machine = machine, When = "now" })),
            < 82 => (Moments.Beginning, TimeSpan.Zero, Of(
                "a OneAgent is listed a second time, under the id that it had before",
                which,
                isActiveGate: false,
                static machine => new Fault(FaultKind.AgentReinstalled) { Machine = machine })),
            _ => (Moments.Beginning, TimeSpan.Zero, Unlisted(which, comesBack ? more : null)),
        };
    }

    private static Deed Metric(string how, TimeSpan span, Fault fault)
        => new(Actor, $"the metric of rejected messages {how} for {Durations.Tell(span)}", async run =>
        {
            run.World.Plant(fault);
            await run.WaitAsync(span);
            run.World.Plant(new Fault(FaultKind.MetricAvailable));
        });

    /// <summary>Its service was stopped long ago; somebody may start it again.</summary>
    private static Deed Unlisted(double which, TimeSpan? startedAfter) => new(
        Actor,
        $"a OneAgent was stopped so long ago that Dynatrace no longer lists"
            + $" it{(startedAfter is { } told ? $", and is started after {Durations.Tell(told)}" : "")}",
        async run =>
        {
            IMachine machine = DrawnMachine.Told(run, which);
            run.World.Unlist(machine);
            if (startedAfter is { } span)
            {
                await run.WaitAsync(span);
                run.World.Plant(new Fault(FaultKind.StartServices) { Machine = machine.Identity.Name, Component = "oneagent" });
            }
        });

    private static Deed Of(string tells, double which, bool isActiveGate, Func<string, Fault> fault)
        => Deed.Of(Actor, tells, run => run.World.Plant(fault(DrawnMachine.Told(run, which, isActiveGate).Identity.Name)));
}
