using System.Text.Json.Nodes;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>Budgets, gates and what operators say while a rotation runs.</summary>
public sealed class PaceTests
{
    [Fact]
    public Task Failures_within_the_budget_are_named_at_the_finish_gate() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 40);
        scenario.Plant(new Fault(FaultKind.ApplyFails) { Component = "oneagent", Count = 1, ExitCode = 50, Nth = 1, Times = 9 });
        await scenario.RotateAsync();

        RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);

        ExceptionItem failed = Assert.Single(gate.Rest, static item => item.State == "Failed");
        await scenario.DecideAsync(GateChoice.Approve);
        Assert.Equal(1, (await scenario.CompletedAsync()).Coverage.Failed);
        scenario.LostNothing(leftBehind: failed.Name["oneagent/".Length..]); // it runs, and the token that it has is dead
    });

    [Fact]
    public Task Over_budget_nothing_new_is_sent_and_a_retry_completes() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 40, OneAtATime);
        scenario.Plant(new Fault(FaultKind.ApplyFails) { Component = "oneagent", Percent = 50, ExitCode = 50 });
        await scenario.RotateAsync();

        GateRecord asked = (await scenario.UntilGateAsync(GateKind.Continue)).Gate!;
        await scenario.WaitAsync(TimeSpan.FromHours(1));

        scenario.SentNoApplyAfter(asked.OpenedAt);
        TargetRecord[] agents =
        [
            .. (await scenario.LookAsync()).Targets.Where(
                static target => target is { Component: Component.OneAgent, Machine: not null }),
        ];
        Assert.Contains(agents, static target => target.State is TargetState.Pending && !target.IsTouched);
        Assert.InRange(agents.Count(static target => target.State is TargetState.Failed), 1, 5);
        while ((await scenario.UntilAsync(
            static seen => seen is { Gate: not null, GateOutcome: GateOutcome.Undecided },
            "a gate is open")).Gate!.Kind
            is GateKind.Continue)
        {
            string gateId = (await scenario.LookAsync()).Gate!.GateId;
            await scenario.DecideAsync(GateChoice.Retry);
            await scenario.UntilAsync(seen => seen.Gate?.GateId != gateId, $"{gateId} is closed");
        }

        Assert.Equal(0, (await scenario.ApproveAndCompleteAsync()).Coverage.Failed);
        scenario.LostNothing();
    });

    [Fact]
    public Task A_canary_that_fails_is_left_out_by_name_and_the_rotation_goes_on() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(
            time,
            change: static configuration => configuration["policy"]!["oneAgents"] = JsonNode.Parse("""{"canaryTag":"ring=0"}"""));
        string canary = scenario.World.Machines.First(
            static machine => Scenario.IsOn(machine) && machine.Components[0].Component == "oneagent").Name;
        scenario.Plant(
            new Fault(FaultKind.Tag) { Machine = canary, Tag = "ring=0" },
            new Fault(FaultKind.ApplyFails) { Machine = canary, ExitCode = 50 });
        await scenario.RotateAsync();
        Assert.Equal($"oneagent/{canary}", Assert.Single((await scenario.UntilGateAsync(GateKind.Continue)).Rest).Name);
        Assert.Equal(
            1,
            (await scenario.LookAsync()).Targets.Count(static target => target is { Component: Component.OneAgent, IsTouched: true }));

        await scenario.DecideAsync(GateChoice.Skip, "is being replaced");

        RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);
        Assert.Contains(
            gate.Rest,
            item => item.Name == $"oneagent/{canary}"
                && item.State == "Skipped"
                && item.Reason.Contains("is being replaced (left out by alice)", StringComparison.Ordinal));
    });

    [Fact]
    public Task The_second_gate_of_a_pool_is_not_touched_when_the_first_does_not_come_up() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        scenario.Plant(new Fault(FaultKind.ServiceStartFails) { Machine = "gate-01", Service = "dynatracegateway", Times = 2 });
        await scenario.RotateAsync();

        RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Continue);

        Assert.Equal("activegate/gate-01", Assert.Single(gate.Rest).Name);
        Assert.False(gate.Targets.Single(static target => target.Name == "activegate/gate-02").IsTouched);
        Assert.All(
            gate.Targets.Where(static target => target.Component is Component.OneAgent),
            static target => Assert.False(target.IsTouched));
        await scenario.DecideAsync(GateChoice.RollBack);
        await scenario.UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.Cancelled, "cancelled");
        Assert.Equal(new CallCounts(1, 0, 1), scenario.World.Calls);
        Assert.Equal([], scenario.World.Heartbeats.RejectedFrom);
    });

    [Fact]
    public Task A_paused_rotation_sends_nothing_until_it_is_resumed() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 20, OneAtATime);
        await scenario.RotateAsync();
        await scenario.UntilAsync(
            static seen => seen.Rotation.Phase is RotationPhase.RotatingOneAgents && seen.Coverage.Rotated > 6,
            "OneAgents are rotated");

        await scenario.TellAsync(OperatorCommandKind.Pause);
        await scenario.UntilAsync(static seen => seen.Rotation.Paused, "paused"); // what was sent before that is on its way
        TargetRecord[] still = await InFlightEndedAsync(scenario);

        Assert.Contains(still, static target => target.State is TargetState.Pending);
        await scenario.WaitAsync(TimeSpan.FromHours(1));
        Assert.Equal(
            still.Count(static target => target.IsTouched),
            (await scenario.LookAsync()).Targets.Count(static target => target.IsTouched));
        await scenario.TellAsync(OperatorCommandKind.Resume);
        await scenario.ApproveAndCompleteAsync();
        scenario.LostNothing();
    });

    [Fact]
    public Task A_pause_stops_the_wave_that_runs_and_none_begins_until_the_rotation_is_resumed() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 20, OneAtATime);
        await scenario.RotateAsync();
        await scenario.UntilAsync(
            static seen => seen.Rotation.Phase is RotationPhase.RotatingOneAgents && seen.Coverage.Rotated > 6,
            "OneAgents are rotated");
        Assert.False(await IsWaveStoppedAsync(scenario));

        await scenario.TellAsync(OperatorCommandKind.Pause);
        await InFlightEndedAsync(scenario);
        await scenario.WaitAsync(TimeSpan.FromHours(1));

        Assert.Single(await scenario.AuditAsync("wave-stopped"));
        Assert.True(await IsWaveStoppedAsync(scenario)); // a wave that begins, or begins again, may send
        await scenario.TellAsync(OperatorCommandKind.Resume);
        await scenario.UntilAsync(async () => !await IsWaveStoppedAsync(scenario), static () => "a wave sends again");
        await scenario.ApproveAndCompleteAsync();
    });

    [Fact]
    public Task A_rotation_that_is_escalated_goes_on_in_one_wave_and_asks_again() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 20, static configuration =>
        {
            configuration["policy"]!["oneAgents"] = JsonNode.Parse("""{"percentages":[10,20,30,40,50,60,70,80,90,100]}""");
            configuration["policy"]!["soak"] = "01:00:00";
        });
        await scenario.RotateAsync();
        await scenario.UntilAsync(
            static seen => seen.Rotation.Phase is RotationPhase.RotatingActiveGates && seen.Coverage.Rotated > 0,
            "the first ActiveGate is rotated");

        await scenario.TellAsync(OperatorCommandKind.Escalate);
        RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);

        Assert.True(gate.Gate!.Emergency);
        Assert.Single(await scenario.AuditAsync("escalated"));
        await scenario.ApproveAndCompleteAsync();
        scenario.LostNothing();
    });

    /// <summary>Whether the first wave that is not done sends nothing new.</summary>
    private static async Task<bool> IsWaveStoppedAsync(Scenario scenario)
    {
        PlanLedger plans = scenario.Get<PlanLedger>();
        WaveRecord wave = (await plans.ListWavesAsync(scenario.RotationId, CancellationToken.None))
            .First(static wave => wave is { Component: Component.OneAgent, CompletedAt: null });
        return (await plans.StatusAsync(scenario.RotationId, wave.Number, CancellationToken.None)).Stopped;
    }

    private static void OneAtATime(JsonObject configuration)
    {
        configuration["policy"]!["maxInFlight"] = 1;
        configuration["policy"]!["maxInFlightPerLane"] = 1;
    }

    /// <summary>Waits until no command is under way and gives the targets.</summary>
    private static async Task<TargetRecord[]> InFlightEndedAsync(Scenario scenario)
        => [
            .. (await scenario.UntilAsync(
                static seen => seen.Targets.All(static target => target.Send is null or { Settled: true }),
                "nothing is in flight")).Targets,
        ];
}
