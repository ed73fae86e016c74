using System.Globalization;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulator;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Arm;

namespace TenantTokens.Simulation.Actors;

/// <summary>
/// People and tools at Azure: they stop, start, resize, re-image, delete and create machines, and send run commands of their own.
/// </summary>
internal static class AzurePeople
{
    private const string Actor = "people at Azure";

    public static Deed Draw(Random random)
    {
        double which = random.NextDouble();
        return random.Next(100) switch
        {
            < 30 => OffAndOn(which, random.Between(TimeSpan.FromMinutes(1), TimeSpan.FromHours(6)), random.Next(4) == 0),
            < 45 => OneAgent(
                which,
                "re-images",
                static (run, machine) => run.World.Plant(new Fault(FaultKind.ReImage) { Machine = machine, Token = "old" })),
            < 55 => OneAgent(
                which,
                "updates the agent, with the old token, on",
                static (run, machine) => run.World.Plant(new Fault(FaultKind.AgentUpdate) { Machine = machine, Token = "old" })),
            < 65 => OneAgent(
                which,
                "deletes",
                static (run, machine) => run.World.Plant(new Fault(FaultKind.MachinesLeave) { Machine = machine })),
            < 80 => Joins(random.Of("old", "new"), random.Next(1, 4), random.Next(5) == 0),
            < 90 => OneAgent(
                which,
                "stops the agent's service on",
                static (run, machine) => run.World.Plant(new Fault(FaultKind.StopServices) { Machine = machine, Component = "oneagent" })),
            _ => ForeignCommand(which),
        };
    }

    /// <summary>
    /// The machine to which a command has just been sent goes off, and gets it when it comes back, hours later: nobody can call it back.
    /// </summary>
    public static Deed OffUntilLate(TimeSpan late) => new(
        Actor,
        $"somebody stops the machine that was just sent a command, which reaches it {Durations.Tell(late)} later",
        async run =>
        {
            if (run.World.OneAgents.FirstOrDefault(machine => machine.Identity.Name == run.Addressed) is not { } machine)
            {
                return;
            }

            run.Tell($"it is {machine.Identity.Name}");
            run.World.Plant(new Fault(FaultKind.LateDelivery) { Machine = machine.Identity.Name, DelaySeconds = late.TotalSeconds });
            await run.WaitAsync(TimeSpan.FromMinutes(1)); // sent to a machine that is off it would be refused
            run.World.TurnOff(machine);
            await run.WaitAsync(late - TimeSpan.FromMinutes(2));
            machine.PowerOn();
        });

    /// <summary>
    /// A resize stops the machine and starts it again, and while it lasts Azure refuses every other change of the machine.
    /// </summary>
    public static Deed DrawResize(Random random)
    {
        (double which, TimeSpan span, bool isActiveGate) = (random.NextDouble(), random.Between(
            TimeSpan.FromMinutes(2),
            TimeSpan.FromMinutes(12)), random.Next(4) == 0);
        return new(
            Actor,
            $"somebody resizes {(isActiveGate ? "an ActiveGate's" : "a OneAgent's")} machine, which takes {Durations.Tell(span)}",
            async run =>
            {
                IMachine machine = DrawnMachine.Told(run, which, isActiveGate);
                run.Faults.Lock(machine.Identity.Name);
                run.World.TurnOff(machine);
                await run.WaitAsync(span);
                machine.PowerOn();
                run.Faults.Unlock(machine.Identity.Name);
            });
    }

    /// <summary>Machines in scope on which there is nothing of Dynatrace.</summary>
    public static Deed DrawBare(Random random)
    {
        int count = random.Next(1, 5);
        return Deed.Of(
            Actor,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{count} machine{(count == 1 ? "" : "s")} without an agent join{(count == 1 ? "s" : "")}"),
            run => run.World.Plant(new Fault(FaultKind.MachinesJoin) { Component = "none", Count = count }));
    }

    private static Deed OffAndOn(double which, TimeSpan span, bool isActiveGate) => new(
        Actor,
        $"somebody stops {(isActiveGate ? "an ActiveGate's" : "a OneAgent's")} machine for {Durations.Tell(span)}",
        async run =>
        {
            IMachine machine = DrawnMachine.Told(run, which, isActiveGate);
            run.World.TurnOff(machine);
            await run.WaitAsync(span);
            machine.PowerOn();
        });

    private static Deed OneAgent(double which, string does, Action<TenantTokens.Simulation.Runs.SeedRun, string> act)
        => Deed.Of(Actor, $"somebody {does} a OneAgent's machine", run =>
        {
            string machine = DrawnMachine.Told(run, which).Identity.Name;
            run.World.NoteTouched(machine);
            act(run, machine);
        });

    private static Deed Joins(string token, int count, bool isActiveGate) => Deed.Of(
        Actor,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(isActiveGate ? 1 : count)} {(isActiveGate ? "ActiveGate" : "OneAgents")} with the {token} token join"),
        run => run.World.Plant(new Fault(FaultKind.MachinesJoin)
        {
            Component = isActiveGate ? "activegate" : "oneagent",
            Count = isActiveGate ? 1 : count,
            Token = token,
        }));

    private static Deed ForeignCommand(double which) => Deed.Of(Actor, "somebody sends a run command of their own", run =>
    {
        IMachine machine = DrawnMachine.Of(run.World.OneAgents, which);
        run.Tell($"to {machine.Identity.Name}");
        run.World.State.Commands.Put(
            machine,
            "patch-tuesday",
            new RunCommandRequest(machine.Identity.Location, null, "echo", [], [], TimeSpan.FromMinutes(5), true, false, "foreign"));
    });
}
