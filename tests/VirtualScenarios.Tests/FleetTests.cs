using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>Fleets as they are: machines that are off, join, leave, share a name or cannot be reached.</summary>
public sealed class FleetTests
{
    [Fact]
    public Task Machines_that_are_off_are_named_with_when_they_were_last_seen() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 40);
        scenario.Plant(new Fault(FaultKind.MachineOff) { Percent = 10, Component = "oneagent" });
        await scenario.RotateAsync();

        RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);

        ExceptionItem[] off = [.. gate.Rest.Where(static item => item.State == "Unreachable")];
        Assert.InRange(off.Length, 4, 5);
        Assert.Single(off, static item => !item.Reason.Contains("Last seen ", StringComparison.Ordinal)); // the one that was never on
        await scenario.ApproveAndCompleteAsync();
        scenario.LostNothing();
    });

    [Fact]
    public Task Two_hosts_of_one_name_are_told_apart_by_their_probes_or_listed_and_never_guessed() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        string name = scenario.World.Machines.Last(Scenario.IsOn).Name;
        scenario.Plant(new Fault(FaultKind.MachinesJoin) { Component = "oneagent", Token = "old", HostName = name });
        await scenario.RotateAsync();

        RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);

        TargetRecord[] twins = [.. gate.Targets.Where(target => target.Machine?.ComputerName == name || target.Name == $"oneagent/{name}")];
        Assert.Equal(2, twins.Select(static target => target.AgentId).Distinct().Count());
        Assert.All(
            twins,
            static target => Assert.True(target.IsOnNewToken || target.Code is "ambiguous", $"{target.Name} {target.State} {target.Code}"));
        await scenario.ApproveAndCompleteAsync();
    });

    [Fact]
    public Task What_nobody_can_rotate_is_uncovered_with_what_to_do() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        scenario.Plant(
            new Fault(FaultKind.StandaloneAgents) { Count = 1 },
            new Fault(FaultKind.ScaleSetAgents) { Count = 2 },
            new Fault(FaultKind.ArcTwin) { Machine = "gate-01" });
        await scenario.RotateAsync();

        RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);

        Assert.Single(gate.Targets, static target => target.Code is "application-only");
        Assert.Equal(2, gate.Targets.Count(static target => target.Code is "vmss-uniform-instance"));
        Assert.Single(gate.Targets, static target => target.Name == "activegate/gate-01");
        Assert.All(gate.Rest, static item => Assert.NotEmpty(item.Reason));
    });

    [Fact]
    public Task A_machine_whose_power_state_Azure_does_not_say_is_tried_and_Azure_tells_one_that_is_off()
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(time, machines: 24);
            string[] vms =
            [
                .. scenario.World.Machines.Where(static machine => machine is { Kind: "vm", PowerState: "PowerState/running" }
                    && machine.Components[0].Component is "oneagent")
                    .Take(2)
                    .Select(static machine => machine.Name),
            ];
            string[] arcs =
            [
                .. scenario.World.Machines.Where(static machine => machine.Kind is "arc" && machine.Components[0].Component is "oneagent")
                    .Take(2)
                    .Select(static machine => machine.Name),
            ];
            scenario.Plant(
                new Fault(FaultKind.MachineOff) { Machine = vms[1] },
                new Fault(FaultKind.PowerStateMissing) { Machine = vms[0] },
                new Fault(FaultKind.PowerStateMissing) { Machine = vms[1] },
                new Fault(FaultKind.OsTypeMissing) { Machine = arcs[0] },
                new Fault(FaultKind.OsTypeMissing) { Machine = arcs[1] },
                new Fault(FaultKind.OsNameMissing) { Machine = arcs[1] });
            await scenario.RotateAsync();

            RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);

            Assert.Equal(
                [
                    (TargetState.Rotated, "ok"),
                    (TargetState.Unreachable, "not-running"),
                    (TargetState.Rotated, "ok"),
                    (TargetState.Uncovered, "operating-system-unknown"),
                ],
                new[] { vms[0], vms[1], arcs[0], arcs[1] }.Select(name => gate.Targets.Single(target => target.Name == $"oneagent/{name}"))
                    .Select(static target => (target.State, target.Code!)));
            Assert.DoesNotContain(scenario.Commands, command => command.Machine == arcs[1]);
        });

    [Fact]
    public Task Hosts_whose_clocks_are_two_hours_fast_or_slow_are_rotated() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        string[] agents =
        [
            .. scenario.World.Machines.Where(static machine => machine.Components[0] is { Component: "oneagent", Online: true })
                .Take(3)
                .Select(static machine => machine.Name),
        ];
        scenario.Plant(
            new Fault(FaultKind.ClockSkew) { Machine = agents[0], SkewSeconds = 7200 },
            new Fault(FaultKind.ClockSkew) { Machine = agents[1], SkewSeconds = -7200 },
            new Fault(FaultKind.ClockSkew) { Machine = agents[2], SkewSeconds = 7200, Nth = 2 }); // it jumps between probe and apply
        await scenario.RotateAsync();

        RotationSnapshot end = await scenario.ApproveAndCompleteAsync();

        Assert.All(
            agents,
            agent => Assert.Equal(TargetState.Rotated, end.Targets.Single(target => target.Name == $"oneagent/{agent}").State));
        Assert.Contains(end.Plan!.Warnings, warning => warning.Contains(agents[0], StringComparison.Ordinal));
        scenario.LostNothing();
    });
}
