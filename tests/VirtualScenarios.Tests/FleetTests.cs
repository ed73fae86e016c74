using System.Text.Json.Nodes;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Exceptions;
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
    public Task A_machine_that_comes_back_while_the_gate_is_open_is_rotated_and_supersedes_nothing() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        scenario.Plant(new Fault(FaultKind.MachineOff) { Count = 1, Component = "oneagent" });
        await scenario.RotateAsync();
        int before = (await scenario.UntilGateAsync(GateKind.Finish)).Rest.Count;

        scenario.TurnEverythingOn();
        RotationSnapshot after = await scenario.UntilAsync(static seen => seen.Coverage.Unreachable == 0, "the stragglers are rotated");

        Assert.Equal(("finish-1", before), (after.Gate?.GateId, after.Rest.Count));
        Assert.Single(AcceptedExceptions.ForFinish((await scenario.ApproveAndCompleteAsync()).Targets)); // the silent agent
        scenario.LostNothing();
    });

    [Fact]
    public Task Thirty_that_join_between_waves_are_rotated_and_twenty_that_leave_are_skipped() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 60, TwoWaves);
        await scenario.RotateAsync();
        await scenario.UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.RotatingOneAgents, "OneAgents are rotated");

        string[] leavers =
        [
            .. (await scenario.LookAsync()).Targets
                .Where(static target => target is { Component: Component.OneAgent, State: TargetState.Pending })
                .TakeLast(20)
                .Select(static target => target.Machine!.Name),
        ];
        scenario.Plant([
            new Fault(FaultKind.MachinesJoin) { Count = 30, Component = "oneagent", Token = "old" },
            .. leavers.Select(static name => new Fault(FaultKind.MachinesLeave) { Machine = name }),
        ]);
        RotationSnapshot end = await scenario.ApproveAndCompleteAsync();

        // The watch may read the fleet at the same moment as the wave: the same joiner is then told of twice.
        Assert.Equal(30, (await scenario.AuditAsync("joined")).DistinctBy(static entry => entry.Detail.Split(':')[0]).Count());
        Assert.Equal(leavers.Length, end.Targets.Count(static target => target is { State: TargetState.Skipped, Code: "gone" }));
        Assert.Equal(
            end.Coverage.Total,
            end.Coverage.Rotated + end.Coverage.AlreadyCurrent + end.Coverage.Skipped + end.Coverage.Unreachable + end.Coverage.Uncovered);
        Assert.Equal([], scenario.World.Heartbeats.RejectedFrom);
    });

    [Fact]
    public Task An_ActiveGate_that_joins_with_the_old_token_goes_before_any_further_OneAgent() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 30, TwoWaves);
        await scenario.RotateAsync();
        await scenario.UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.RotatingOneAgents, "OneAgents are rotated");

        scenario.Plant(new Fault(FaultKind.MachinesJoin) { Component = "activegate", Token = "old" });
        while ((await scenario.UntilAsync(
            static seen => seen is { Gate.Kind: GateKind.Finish } or { Rotation.Phase: RotationPhase.Parked },
            "the finish gate is open, or the watch has noticed")) is { Rotation.Phase: RotationPhase.Parked } parked)
        {
            // Agents that are on the new token went through it: that is what the watch is for.
            Assert.Equal(ParkCodes.RejectedMessagesRose, parked.Rotation.ParkReason!.Code);
            await scenario.TellAsync(OperatorCommandKind.Resume);
            await scenario.UntilAsync(seen => seen.Rotation.ParkReason?.Since != parked.Rotation.ParkReason.Since, "it goes on");
        }

        RotationSnapshot end = await scenario.ApproveAndCompleteAsync();

        Assert.Contains(await scenario.AuditAsync("phase"), static entry => entry.Detail == "RotatingOneAgents to RotatingActiveGates.");
        Assert.All(
            end.Targets.Where(static target => target.Component is Component.ActiveGate),
            static gate => Assert.True(gate.IsOnNewToken));
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
    public Task A_host_that_was_off_for_ten_days_is_accepted_by_name_and_what_an_autoscaled_fleet_left_is_one_line_nobody_accepts()
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(time);
            string off =
                scenario.World.Machines.First(static machine => machine.Components[0] is { Component: "oneagent", Online: true }).Name;
            scenario.Plant(
                new Fault(FaultKind.MachineOff) { Machine = off, Hours = 240 },
                new Fault(FaultKind.DeletedMachines) { Count = 12, Hours = 240 });
            await scenario.RotateAsync();

            RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);

            ExceptionItem named = Assert.Single(gate.Rest, item => item.Name == $"oneagent/{off}");
            Assert.Equal("Unreachable", named.State);
            Assert.Contains("Last seen ", named.Reason, StringComparison.Ordinal);
            ExceptionItem gone = Assert.Single(gate.Rest, static item => item.Name.Contains("deleted machines", StringComparison.Ordinal));
            Assert.Equal((ExceptionItem.Gone, true), (gone.State, gone.Reason.Contains("12 offline agents", StringComparison.Ordinal)));
            Assert.DoesNotContain(gate.Targets, static target => target.Name.Contains("scaled-", StringComparison.Ordinal));
            await scenario.DecideAsync(GateChoice.Approve);
            await scenario.CompletedAsync();
            scenario.Plant(new Fault(FaultKind.MachineOn) { Machine = off });
            RotationSnapshot end = await scenario.UntilAsync(
                seen => seen.Targets.Any(target => target.Name == $"oneagent/{off}" && target.IsOnNewToken),
                "the sweep brings the host the new token");
            Assert.Equal(end.Coverage.Total, end.Targets.Count);
            scenario.LostNothing(off);
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
    public Task An_ActiveGate_that_is_registered_anew_before_the_plan_or_by_our_restart_is_one_target_that_is_proved_again()
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(time);
            scenario.Plant(
                new Fault(FaultKind.GateNewId) { Machine = "gate-01", When = "now" },
                new Fault(FaultKind.GateNewId) { Machine = "gate-02" });
            await scenario.RotateAsync();

            RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);

            TargetRecord[] gates =
            [
                .. gate.Targets.Where(static target => target.Component is Component.ActiveGate)
                    .OrderBy(static target => target.Name, StringComparer.Ordinal),
            ];
            Assert.Equal(["activegate/gate-01", "activegate/gate-02"], gates.Select(static target => target.Name).Take(2));
            Assert.All(
                gates,
                static target => Assert.Equal((TargetState.Rotated, true, null), (target.State, target.Online, target.NeedsProof)));
            Assert.Equal((null, true), (gates[0].RecreatedAt, gates[1].RecreatedAt is not null));
            // probe, apply, and the proof that came anew
            Assert.Equal(3, scenario.Commands.Count(static command => command is { Machine: "gate-02", Component: "activegate" }));
            await scenario.DecideAsync(GateChoice.Approve);
            Assert.Equal(
                gates.Length,
                (await scenario.CompletedAsync()).Targets.Count(static target => target.Component is Component.ActiveGate));
            scenario.LostNothing();
        });

    [Fact]
    public Task Operators_that_are_not_held_block_the_plan_and_confirmed_they_do_not() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        scenario.Plant(new Fault(FaultKind.KubernetesAgents) { Count = 2, Zone = "zone-a" }, new Fault(FaultKind.HoldOperators));
        await scenario.RotateAsync();

        RotationSnapshot blocked = await scenario.UntilParkedAsync(ParkCodes.PlanBlocked);

        Assert.Contains("held", blocked.Rotation.ParkReason!.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(new CallCounts(0, 0, 0), scenario.World.Requests);
        await scenario.TellAsync(OperatorCommandKind.Abort);
        await scenario.UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.Cancelled, "cancelled");
        await scenario.RotateAsync(new("sim00001", "rachel", PlanConfirmed: true) { OperatorsHeld = true });
        Assert.Contains((await scenario.UntilGateAsync(GateKind.Finish)).Rest, static item => item.State == "SelfRotating");
        scenario.Plant(new Fault(FaultKind.ReleaseOperators));
        await scenario.ApproveAndCompleteAsync();
        scenario.LostNothing();
    });

    [Fact]
    public Task An_operator_that_is_said_to_be_held_and_is_not_shows_on_the_meter_and_stops_the_rotation()
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(
                time,
                change: static configuration => configuration["policy"]!["gateSoak"] = "1.00:00:00");
            scenario.Plant(new Fault(FaultKind.KubernetesAgents) { Count = 2, Zone = "zone-a" });

            await scenario.RotateAsync(new("sim00001", "rachel", PlanConfirmed: true) { OperatorsHeld = true });
            RotationSnapshot parked = await scenario.UntilParkedAsync(ParkCodes.RejectedMessagesRose);

            Assert.Equal(1, parked.Targets.Count(static target => target.IsTouched));
            Assert.All(scenario.World.Heartbeats.RejectedFrom, static name => Assert.StartsWith("node-", name, StringComparison.Ordinal));
            Assert.NotEmpty(scenario.World.Heartbeats.RejectedFrom);
        });

    [Fact]
    public Task Three_environments_are_rotated_at_once_two_of_them_over_one_pair_of_ActiveGates() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 24, environments: 3);
        List<string> rotations = [];
        foreach (string environment in new[] { "sim00001", "sim00002", "sim00003" })
        {
            await scenario.RotateAsync(new(environment, "rachel", PlanConfirmed: true));
            rotations.Add(scenario.RotationId);
        }

        List<RotationSnapshot> ends = [];
        foreach (string rotation in rotations)
        {
            scenario.RotationId = rotation;
            ends.Add(await scenario.ApproveAndCompleteAsync());
        }

        HashSet<string>[] gates =
        [
            .. ends.Select(static end => end.Targets.Where(static target => target.Component is Component.ActiveGate)
                .Select(static target => target.Name)
                .ToHashSet(StringComparer.Ordinal)),
        ];
        Assert.Equal(["activegate/gate-01", "activegate/gate-02"], gates[1].Order(StringComparer.Ordinal));
        Assert.Subset(gates[0], gates[1]);
        Assert.False(gates[2].Overlaps(gates[0]));
        Assert.All(
            ends,
            static end => Assert.Equal(0, end.Coverage.Failed + end.Coverage.Inconclusive + end.Coverage.Expired + end.Coverage.Skipped));
        scenario.LostNothing();
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

    private static void TwoWaves(JsonObject configuration)
        => configuration["policy"]!["oneAgents"] = JsonNode.Parse("""{"percentages":[20,100]}""");
}
