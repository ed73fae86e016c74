using TenantTokens.Simulation.Product;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulation.World;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Actors;

/// <summary>
/// What surrounds the product: its computer's disk and clock, and what Azure and Dynatrace change about machines and agents without anybody
/// acting on them.
/// </summary>
internal static class Surroundings
{
    private const string Disk = "our disk";
    private const string Clock = "our clock";
    private const string Azure = "Azure";
    private const string Dynatrace = "Dynatrace";

    public static (string Moment, TimeSpan Delay, Deed Deed) Draw(Random random)
    {
        (string moment, TimeSpan delay) = AnyMoment.Draw(random);
        double which = random.NextDouble();
        TimeSpan span = random.Between(TimeSpan.FromMinutes(2), TimeSpan.FromHours(2));
        TimeSpan jump =
            random.Of(-1, 1) * random.Of(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3), TimeSpan.FromHours(1));
        (CallFate fate, int times) = (random.Of(CallFate.Hanging, CallFate.LostBefore, CallFate.Late), random.Next(1, 8));
        return random.Next(100) switch
        {
            < 15 => (moment, delay, new(Disk, $"our disk is full for {Durations.Tell(span)}", run => run.FillDiskAsync(span))),
            < 30 => (moment, delay, Deed.Of(Clock, "our clock jumps by"
                + $" {(jump < TimeSpan.Zero ? "-" : "")}{Durations.Tell(jump.Duration())}", run => run.ClockOffset += jump)),
            < 42 => (moment, delay, Locked(which, span)),
            < 46 => (Moments.Beginning, TimeSpan.Zero, Deed.Of(
                Azure, "a OneAgent's host has seen a command of a later generation",
                run => run.World.HasSeenTheFuture(run.World.OneAgents[(int)(which * run.World.OneAgents.Count)]))),
            < 52 => (moment, delay, Of(
                Azure, which, "a OneAgent's machine lets no run command in any more",
                static machine => new Fault(FaultKind.ArcAgent) { Machine = machine, Block = "disabled" })),
            < 64 => (moment, delay, Of(
                Dynatrace, which, "a OneAgent is known under a new id",
                static machine => new Fault(FaultKind.AgentReinstalled) { Machine = machine })),
            < 74 => (moment, delay, Of(
                Azure, which, "a OneAgent's machine is cloned, its name and all",
                static machine => new Fault(FaultKind.MachinesJoin) { HostName = machine, Token = "old" })),
            < 78 => (Moments.Beginning, TimeSpan.Zero, Deed.Of(
                "messages", $"the next messages meet {fate}", run => run.Faults.Plant(Messages.Call, fate, times))),
            < 82 => (moment, delay, World(
                Dynatrace, "connection info lags behind by two minutes", new Fault(FaultKind.ConnectionInfoLag) { DelaySeconds = 120 })),
            < 88 => (moment, delay, World(Dynatrace, "the list of OneAgents has empty pages", new Fault(FaultKind.EmptyPages))),
            < 94 => (moment, delay, World(
                Dynatrace, "the metric of rejected messages is not available", new Fault(FaultKind.MetricUnavailable))),
            _ => (moment, delay, Of(
                Azure, which, "an ActiveGate has been away for hours",
                static machine => new Fault(FaultKind.GateOffline) { Machine = machine }, isActiveGate: true)),
        };
    }

    /// <summary>A lock on a resource group: Azure refuses to change anything of the machine for a while.</summary>
    private static Deed Locked(double which, TimeSpan span)
        => new(Azure, $"a OneAgent's machine is locked for {Durations.Tell(span)}", async run =>
        {
            string machine = DrawnMachine.Told(run, which).Identity.Name;
            run.Faults.Lock(machine);
            await run.WaitAsync(span);
            run.Faults.Unlock(machine);
        });

    private static Deed Of(string actor, double which, string tells, Func<string, Fault> fault, bool isActiveGate = false)
        => Deed.Of(actor, tells, run =>
        {
            string machine = DrawnMachine.Told(run, which, isActiveGate).Identity.Name;
            if (isActiveGate)
            {
                run.World.NoteTouched(machine);
            }

            run.World.Plant(fault(machine));
        });

    private static Deed World(string actor, string tells, Fault fault) => Deed.Of(actor, tells, run => run.World.Plant(fault));
}
