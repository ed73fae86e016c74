using System.Text.Json.Nodes;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>Rotations over fleets that change while they run.</summary>
public sealed class ChangingFleetTests
{
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

    private static void TwoWaves(JsonObject configuration)
        => configuration["policy"]!["oneAgents"] = JsonNode.Parse("""{"percentages":[20,100]}""");
}
