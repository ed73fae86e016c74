using System.Globalization;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulator;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Arm;

namespace TenantTokens.Simulation.Actors;

/// <summary>People and tools at Azure: they stop, start, resize, re-image, delete and create machines, and send run commands of their own.</summary>
internal static class AzurePeople
{
    private const string Actor = "people at Azure";

    public static Deed Draw(Random random)
    {
        double which = random.NextDouble();
        return random.Next(100) switch
        {
            < 30 => OffAndOn(which, random.Between(TimeSpan.FromMinutes(1), TimeSpan.FromHours(6)), random.Next(4) == 0),
            < 45 => OneAgent(which, "re-images", static (run, machine) => run.World.Plant(new Fault(FaultKind.ReImage) { Machine = machine, Token = "old" })),
            < 55 => OneAgent(which, "updates the agent, with the old token, on", static (run, machine) => run.World.Plant(new Fault(FaultKind.AgentUpdate) { Machine = machine, Token = "old" })),
            < 65 => OneAgent(which, "deletes", static (run, machine) => run.World.Plant(new Fault(FaultKind.MachinesLeave) { Machine = machine })),
            < 80 => Joins(random.Of("old", "new"), random.Next(1, 4), random.Next(5) == 0),
            < 90 => OneAgent(which, "stops the agent's service on", static (run, machine) => run.World.Plant(new Fault(FaultKind.StopServices) { Machine = machine, Component = "oneagent" })),
            _ => ForeignCommand(which),
        };
    }

    private static Deed OffAndOn(double which, TimeSpan span, bool isActiveGate) => new(
        Actor,
        $"somebody stops {(isActiveGate ? "an ActiveGate's" : "a OneAgent's")} machine for {Durations.Tell(span)}",
        async run =>
        {
            IMachine machine = Pick(isActiveGate ? run.World.ActiveGates : run.World.OneAgents, which);
            run.Tell($"it is {machine.Identity.Name}");
            machine.PowerOff();
            await run.WaitAsync(span);
            machine.PowerOn();
        });

    private static Deed OneAgent(double which, string does, Action<Runs.SeedRun, string> act) => Deed.Of(Actor, $"somebody {does} a OneAgent's machine", run =>
    {
        string machine = Pick(run.World.OneAgents, which).Identity.Name;
        run.Tell($"it is {machine}");
        run.World.NoteTouched(machine);
        act(run, machine);
    });

    private static Deed Joins(string token, int count, bool isActiveGate) => Deed.Of(
        Actor,
        string.Create(CultureInfo.InvariantCulture, $"{(isActiveGate ? 1 : count)} {(isActiveGate ? "ActiveGate" : "OneAgents")} with the {token} token join"),
        run => run.World.Plant(new Fault(FaultKind.MachinesJoin) { Component = isActiveGate ? "activegate" : "oneagent", Count = isActiveGate ? 1 : count, Token = token }));

    private static Deed ForeignCommand(double which) => Deed.Of(Actor, "somebody sends a run command of their own", run =>
    {
        IMachine machine = Pick(run.World.OneAgents, which);
        run.Tell($"to {machine.Identity.Name}");
        run.World.State.Commands.Put(machine, "patch-tuesday", new RunCommandRequest(machine.Identity.Location, null, "echo", [], [], TimeSpan.FromMinutes(5), true, false, "foreign"));
    });

    private static IMachine Pick(IReadOnlyList<IMachine> machines, double which) => machines[(int)(which * machines.Count)];
}
