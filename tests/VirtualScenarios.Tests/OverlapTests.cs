using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>What can go wrong while both tokens are valid.</summary>
public sealed class OverlapTests
{
    [Fact]
    public Task A_whole_subscription_that_is_throttled_is_waited_for() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 20);
        string subscription = (await PlannedAsync(scenario)).Targets
            .First(static target => target.Machine is not null).Machine!.SubscriptionId;
        TimeSpan throttled = TimeSpan.FromMinutes(20);
        scenario.Plant(new Fault(FaultKind.Throttle)
        {
            Subscription = subscription,
            DurationSeconds = throttled.TotalSeconds,
            RetryAfterSeconds = 90,
        });
        DateTimeOffset free = time.GetUtcNow() + throttled;
        await scenario.TellAsync(OperatorCommandKind.Confirm);

        RotationSnapshot end = await scenario.ApproveAndCompleteAsync();

        CommandSnapshot[] applies = [.. scenario.Commands.Where(static command => command.Action is "apply")];
        Assert.All(
            applies.Where(command => command.Lane.StartsWith(subscription, StringComparison.Ordinal)),
            command => Assert.True(command.PutAt >= free));

        Assert.Equal(0, end.Coverage.Failed + end.Coverage.Inconclusive + end.Coverage.Expired);
        scenario.LostNothing();
    });

    [Fact]
    public Task A_command_that_is_stuck_is_asked_about_and_sent_again_while_the_gate_is_open() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, machines: 30);
        scenario.Plant(new Fault(FaultKind.StuckCreating) { Component = "oneagent", Count = 1, Nth = 2 });
        await scenario.RotateAsync();

        RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);

        Assert.Single(gate.Rest, static item => item.State == "Inconclusive");
        await scenario.UntilAsync(static seen => seen.Coverage is { Inconclusive: 0, Pending: 0 }, "the next round has it");
        Assert.Equal("finish-1", (await scenario.LookAsync()).Gate?.GateId);
        await scenario.ApproveAndCompleteAsync();
        scenario.LostNothing();
    });

    [Fact]
    public Task A_command_that_is_delivered_after_its_not_after_is_refused_by_the_host_and_sent_again()
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(time);
            scenario.Plant(new Fault(FaultKind.LateDelivery) { Component = "oneagent", Count = 1, Nth = 2, DelaySeconds = 8000 });
            await scenario.RotateAsync();

            RotationSnapshot end = await UntilFinishGateAsync(scenario);

            Assert.Equal(0, end.Coverage.Failed + end.Coverage.Pending);
            await scenario.ApproveAndCompleteAsync();
            await scenario.UntilAsync(_ => RefusedByHost() is not null, "the late command arrives");
            CommandSnapshot again = Assert.Single(
                scenario.Commands,
                command => command is { Action: "apply", ExitCode: 0 } && command.Machine == RefusedByHost()!.Machine);
            Assert.True(again.PutAt > RefusedByHost()!.PutAt);
            Assert.Equal([], scenario.World.Heartbeats.RejectedFrom);

            CommandSnapshot? RefusedByHost()
                => scenario.Commands.SingleOrDefault(static command => command is { Action: "apply", ExitCode: 20 });
        });

    [Fact]
    public Task An_apply_that_arrives_after_its_restore_and_inside_its_not_after_is_refused_by_the_host()
        => VirtualRun.PlayAsync(async time =>
        {
            TimeSpan window = TimeSpan.FromHours(2);
            await using Scenario scenario = await Scenario.StartAsync(
                time,
                change: configuration => configuration["policy"]!["commandWindow"] = $"{window}");
            scenario.Plant(new Fault(FaultKind.LateDelivery) { Component = "oneagent", Count = 1, Nth = 2, DelaySeconds = 3600 });
            await scenario.RotateAsync();
            string late = Assert.Single((await scenario.UntilGateAsync(GateKind.Continue)).Rest).Name;

            await scenario.DecideAsync(GateChoice.RollBack);
            await scenario.UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.Cancelled, "cancelled");
            await scenario.UntilAsync(_ => Sent("apply").EndedAt is not null, "the apply arrives");

            Assert.True(Sent("restore").EndedAt < Sent("apply").EndedAt && Sent("apply").EndedAt < Sent("apply").PutAt + window);
            Assert.Equal(20, Sent("apply").ExitCode);
            Assert.Equal(
                scenario.World.Environments[0].Active,
                scenario.World.Machines.Single(machine => $"oneagent/{machine.Name}" == late).Components[0].Loaded);
            Assert.Equal([], scenario.World.Heartbeats.RejectedFrom);

            CommandSnapshot Sent(string action)
                => Assert.Single(scenario.Commands, command => command.Action == action && $"oneagent/{command.Machine}" == late);
        });

    [Fact]
    public Task Somebody_who_cancels_while_the_finish_gate_is_open_is_noticed_and_nothing_more_is_sent()
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(time);
            await scenario.RotateAsync();
            await scenario.UntilGateAsync(GateKind.Finish);

            scenario.Plant(new Fault(FaultKind.ForeignCancel));
            RotationSnapshot parked = await scenario.UntilParkedAsync(ParkCodes.CancelledBySomebodyElse);

            Assert.Contains(OperatorCommandKind.Abort, OperatorCommandRules.Allowed(parked.Rotation));
            int sent = scenario.Commands.Count;
            // stragglers would have been tried again, and the gate would have been reminded of
            await scenario.WaitAsync(TimeSpan.FromDays(1));
            Assert.Equal(sent, scenario.Commands.Count);
            Assert.Equal(0, scenario.World.Requests.Finish + scenario.World.Requests.Cancel);
        });

    [Fact]
    public Task Somebody_who_finishes_while_we_cancel_makes_it_go_forward_again() => VirtualRun.PlayAsync(async time =>
    {
        const int Lost = 3;
        await using Scenario scenario = await Scenario.StartAsync(time);
        await scenario.RotateAsync();
        await scenario.UntilGateAsync(GateKind.Finish);
        scenario.Plant(new Fault(FaultKind.RefuseBefore) { Call = CallName.Cancel, Times = Lost });
        await scenario.TellAsync(OperatorCommandKind.Abort);
        await scenario.UntilAsync(
            seen => seen.Rotation.Phase is RotationPhase.Cancelling && scenario.World.Requests.Cancel is >= 1 and <= Lost,
            "cancel was sent and had no effect");

        scenario.Plant(new Fault(FaultKind.ForeignFinish));
        RotationSnapshot end = await scenario.CompletedAsync();

        Assert.NotEmpty(await scenario.AuditAsync("alarm"));
        Assert.All(
            end.Targets.Where(static target => target is { Machine.IsReachable: true }),
            static target => Assert.True(target.IsOnNewToken, target.Name));
        Assert.Equal(new CallCounts(1, 0, 0), scenario.World.Calls);
    });

    [Fact]
    public Task An_ActiveGate_that_rejects_agents_with_the_old_token_is_noticed_before_the_next() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        scenario.Plant(new Fault(FaultKind.GateRejectsOld));
        await scenario.RotateAsync();

        await scenario.UntilParkedAsync(ParkCodes.RejectedMessagesRose);

        Assert.Equal(
            1,
            (await scenario.LookAsync()).Targets.Count(static target => target is { Component: Component.ActiveGate, IsTouched: true }));
    });

    [Fact]
    public Task A_metric_that_is_unavailable_is_asked_about_once() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        scenario.Plant(new Fault(FaultKind.MetricUnavailable) { Status = 404 });
        await scenario.RotateAsync();
        await scenario.UntilParkedAsync(ParkCodes.MetricUnavailable);

        await scenario.TellAsync(OperatorCommandKind.Resume);

        await scenario.ApproveAndCompleteAsync();
        Assert.Single(
            await scenario.AuditAsync("phase"),
            static entry => entry.Detail.Contains(ParkCodes.MetricUnavailable, StringComparison.Ordinal));
        scenario.LostNothing();
    });

    [Theory]
    [InlineData(FaultKind.ReImage)]
    [InlineData(FaultKind.AgentUpdate)]
    public Task An_old_token_that_comes_back_between_proof_and_approval_is_found_before_finish(string how)
        => VirtualRun.PlayAsync(async time =>
        {
            // A host that is re-imaged and back before anybody looks shows no trace at Dynatrace: only a probe of every host is sure to
            // find it.
            await using Scenario scenario = await Scenario.StartAsync(
                time,
                change: static configuration => configuration["policy"]!["proofMaxAge"] = "00:00:00");
            await scenario.RotateAsync();
            RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);
            string agent =
                gate.Targets.First(static target => target is { Component: Component.OneAgent, IsOnNewToken: true }).Machine!.Name;

            scenario.Plant(new Fault(how)
            {
                Machine = agent,
                Token = how == FaultKind.AgentUpdate ? "old" : null,
                Version = how == FaultKind.AgentUpdate ? "1.301.12.20261101-090000" : null,
            });
            await scenario.DecideAsync(GateChoice.Approve);
            RotationSnapshot end = await scenario.CompletedAsync();

            Assert.Equal(TargetState.Rotated, end.Targets.Single(target => target.Name == $"oneagent/{agent}").State);
            scenario.LostNothing();
        });

    [Fact]
    public Task An_approver_who_takes_two_days_finds_the_same_gate() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(
            time,
            change: static configuration => configuration["policy"]!["watch"]!["interval"] = "00:10:00");
        await scenario.RotateAsync();
        await scenario.UntilGateAsync(GateKind.Finish);

        await scenario.WaitAsync(TimeSpan.FromDays(2));

        Assert.Equal("finish-1", (await scenario.LookAsync()).Gate?.GateId);
        await scenario.ApproveAndCompleteAsync();
        scenario.LostNothing();
    });

    [Fact]
    public Task A_host_that_is_off_at_finish_gets_the_new_token_when_it_comes_back() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        scenario.Plant(new Fault(FaultKind.MachineOff) { Count = 1, Component = "oneagent" });
        await scenario.RotateAsync();
        await scenario.ApproveAndCompleteAsync();
        scenario.TurnEverythingOn();

        RotationSnapshot swept = await scenario.UntilAsync(
            static seen => seen.Coverage is { Unreachable: 0, Pending: 0 },
            "the sweep has them");

        Assert.NotEmpty(await scenario.AuditAsync("sweep-round"));
        Assert.Equal(RotationPhase.Completed, swept.Rotation.Phase);
    });

    /// <summary>Plans and stops before the start, so that what happens next can name the machines.</summary>
    private static async Task<RotationSnapshot> PlannedAsync(Scenario scenario)
    {
        await scenario.RotateAsync(new("sim00001", "rachel"));
        return await scenario.UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.AwaitingStart, "the plan waits for a yes");
    }

    /// <summary>The finish gate; a continue gate on the way is answered with another try.</summary>
    private static async Task<RotationSnapshot> UntilFinishGateAsync(Scenario scenario)
    {
        while (true)
        {
            RotationSnapshot seen = await scenario.UntilAsync(
                static seen => seen is { Gate: not null, GateOutcome: GateOutcome.Undecided },
                "a gate is open");
            if (seen.Gate!.Kind is GateKind.Finish)
            {
                return seen;
            }

            await scenario.DecideAsync(GateChoice.Retry);
            await scenario.UntilAsync(now => now.Gate?.GateId != seen.Gate.GateId, $"{seen.Gate.GateId} is closed");
        }
    }
}
