using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Plans;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Ledger;

public sealed class OpenGateTests : LedgerTest
{
    [Fact]
    public async Task A_gate_that_asks_the_same_question_is_found_again()
    {
        RotationRecord rotation = await RestAsync("a", "b");
        Assert.Equal("finish-1", await OpenGateAsync(rotation));
        Assert.Equal("finish-1", await OpenGateAsync(rotation));
        Assert.Equal(1, await AuditedAsync(rotation, "gate-opened"));
    }

    [Theory]
    [InlineData("rachel,alice,bob", "finish-2")]
    [InlineData("rachel,alice", "finish-1")]
    public async Task A_gate_that_nobody_could_decide_is_asked_anew_once_there_are_approvers_enough(string approvers, string expected)
    {
        RotationRecord rotation = await RestAsync("a");
        ApprovalOptions few = new() { Finish = new() { Quorum = 2, Approvers = ["rachel", "alice"] } };
        ApprovalOptions now = new() { Finish = new() { Quorum = 2, Approvers = approvers.Split(',') } };

        Assert.Equal(
            "finish-1",
            (await new OpenGate(Rotations, Gates, Questions, few, Time).RunAsync(new(rotation.RotationId, GateKind.Finish), Stop)).GateId);
        Assert.Equal(
            expected,
            (await new OpenGate(Rotations, Gates, Questions, now, Time).RunAsync(new(rotation.RotationId, GateKind.Finish), Stop)).GateId);

        Assert.Contains(await Audit.ListAsync(rotation.RotationId, Stop).ToListAsync(Stop), static entry
            => entry is { Code: "gate-opened" }
                && entry.Detail.Contains("only 1 may decide; rachel requested this rotation.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gate_whose_rest_shrank_is_found_again()
    {
        RotationRecord rotation = await RestAsync("a", "b");
        await OpenGateAsync(rotation);
        await Targets.PutAsync(rotation.RotationId, [Some.Target("b", TargetState.Rotated)], Stop);
        Assert.Equal("finish-1", await OpenGateAsync(rotation));
    }

    [Fact]
    public async Task A_gate_whose_rest_grew_is_superseded_and_its_votes_no_longer_count()
    {
        RotationRecord rotation = await RestAsync("a");
        await OpenGateAsync(rotation);
        await VoteAsync(rotation, "finish-1", "alice");
        await Targets.PutAsync(rotation.RotationId, [Some.Target("b", TargetState.Failed)], Stop);

        Assert.Equal("finish-2", await OpenGateAsync(rotation));

        Assert.Equal(GateOutcome.Superseded, await SettleAsync(rotation, "finish-1"));
        Assert.Equal(GateOutcome.Undecided, await SettleAsync(rotation, "finish-2"));
    }

    [Fact]
    public async Task An_approved_gate_is_found_again_after_a_crash()
    {
        RotationRecord rotation = await RestAsync("a");
        await ApproveAsync(rotation, "finish-1");
        Assert.Equal("finish-1", await OpenGateAsync(rotation));
        Assert.Null(await WhyNotFinishAsync(rotation));
    }

    [Fact]
    public async Task An_older_approval_does_not_pass_by_a_newer_gate_that_is_held()
    {
        RotationRecord rotation = await RestAsync("a");
        await ApproveAsync(rotation, "finish-1");
        await Targets.PutAsync(rotation.RotationId, [Some.Target("b", TargetState.Failed)], Stop);
        await OpenGateAsync(rotation);
        await VoteAsync(rotation, "finish-2", "bob", GateChoice.Hold);
        await Targets.PutAsync(rotation.RotationId, [Some.Target("b", TargetState.Rotated)], Stop);
        Assert.Equal("finish-2", await OpenGateAsync(rotation));
    }

    [Fact]
    public async Task An_approval_from_before_a_roll_back_does_not_count_after_it()
    {
        RotationRecord rotation = await RestAsync("a");
        await ApproveAsync(rotation, "finish-1");
        await SetAsync(rotation.RotationId, static current => current with { Generation = current.Generation + 2 });
        Assert.NotNull(await WhyNotFinishAsync(rotation));
        Assert.Equal("finish-2", await OpenGateAsync(rotation));
    }

    [Fact]
    public async Task Another_plan_needs_another_gate()
    {
        RotationRecord rotation = await RestAsync("a");
        await ApproveAsync(rotation, "finish-1");
        await SetAsync(rotation.RotationId, static current => current with { PlanHash = "fedcba9876543210" });
        Assert.NotNull(await WhyNotFinishAsync(rotation));
        Assert.Equal("finish-2", await OpenGateAsync(rotation));
    }

    [Fact]
    public async Task Finish_is_not_allowed_for_a_rest_that_grew_after_the_approval()
    {
        RotationRecord rotation = await RestAsync("a");
        Assert.Contains("is not approved", await WhyNotFinishAsync(rotation), StringComparison.Ordinal);
        await ApproveAsync(rotation, "finish-1");
        await Targets.PutAsync(rotation.RotationId, [Some.Target("b", TargetState.Failed)], Stop);
        Assert.Contains("oneagent/b (Failed)", await WhyNotFinishAsync(rotation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancel_gate_is_not_opened_when_every_touched_target_is_restored()
    {
        RotationRecord rotation = await RestAsync("a");
        await Targets.PutAsync(rotation.RotationId, [Some.Touched("b", TargetState.Restored)], Stop);
        Assert.Null(await OpenGateAsync(rotation, GateKind.Cancel));
        await Targets.PutAsync(rotation.RotationId, [Some.Touched("b", TargetState.Failed)], Stop);
        Assert.Equal("cancel-1", await OpenGateAsync(rotation, GateKind.Cancel));
    }

    [Fact]
    public async Task The_tenth_gate_is_newer_than_the_ninth()
    {
        RotationRecord rotation = await RestAsync("a");
        for (int number = 1; number <= 11; number++)
        {
            await Targets.PutAsync(rotation.RotationId, [Some.Target($"grows-{number}", TargetState.Failed)], Stop);
            Assert.Equal($"finish-{number}", await OpenGateAsync(rotation));
        }

        Assert.Equal("finish-11", await OpenGateAsync(rotation));
    }

    [Fact]
    public async Task Targets_whose_turn_is_still_to_come_do_not_grow_the_rest_but_finish_waits_for_them()
    {
        RotationRecord rotation = await RestAsync("a");
        await ApproveAsync(rotation, "finish-1");
        await Targets.PutAsync(rotation.RotationId, [Some.Target("joiner")], Stop);

        Assert.Equal("finish-1", await OpenGateAsync(rotation));
        Assert.Contains("oneagent/joiner (Pending)", await WhyNotFinishAsync(rotation), StringComparison.Ordinal);

        await Targets.PutAsync(rotation.RotationId, [Some.Target("joiner", TargetState.Rotated)], Stop);
        Assert.Null(await WhyNotFinishAsync(rotation));
    }

    [Fact]
    public async Task A_rotation_that_becomes_an_emergency_asks_again()
    {
        RotationRecord rotation = await RestAsync("a");
        Assert.Equal("finish-1", await OpenGateAsync(rotation));
        await GiveAsync(rotation, OperatorCommandKind.Escalate);
        Assert.Equal("finish-2", await OpenGateAsync(rotation));
        Assert.Equal(GateOutcome.Superseded, await SettleAsync(rotation, "finish-1"));
    }

    [Fact]
    public async Task An_emergency_whose_profile_says_so_finishes_unasked_when_everything_is_proved_and_not_otherwise()
    {
        RotationRecord rotation = await RestAsync("a");
        await GiveAsync(rotation, OperatorCommandKind.Escalate);
        Assert.NotNull(await OpenGateAsync(rotation));
        Assert.NotNull(await WhyNotFinishAsync(rotation));

        await Targets.PutAsync(rotation.RotationId, [Some.Target("a", TargetState.Rotated)], Stop);

        Assert.Null(await OpenGateAsync(rotation));
        Assert.Null(await WhyNotFinishAsync(rotation));
    }

    [Fact]
    public async Task A_continue_gate_asks_about_the_wave_that_is_over_budget_and_not_about_one_that_is_not()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.RotatingOneAgents);
        await Targets.PutAsync(rotation.RotationId, [Some.Target("a", TargetState.Failed), Some.Target("b", TargetState.Rotated)], Stop);
        await WaveAsync(rotation, number: 1, "b");
        await WaveAsync(rotation, number: 2, "a", "b");

        Assert.Null(await OpenGateAsync(rotation, GateKind.Continue, wave: 1));
        Assert.Equal("continue-1", await OpenGateAsync(rotation, GateKind.Continue, wave: 2));

        GateRecord gate = (await Gates.FindAsync(rotation.RotationId, "continue-1", Stop))!;
        Assert.Equal([GateChoice.Retry, GateChoice.Skip, GateChoice.Hold, GateChoice.RollBack], gate.Choices);
        Assert.Contains("1 of 2 in the canary are not on the new token, allowed 0", gate.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_approvers_leave_out_at_a_continue_gate_is_skipped_with_their_names_and_reason_and_settles_an_ActiveGate()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.RotatingActiveGates);
        await Targets.PutAsync(
            rotation.RotationId,
            [Some.Target("g", TargetState.Failed, Component.ActiveGate), Some.Target("h", TargetState.Rotated, Component.ActiveGate)],
            Stop);
        Assert.Equal("continue-1", await OpenGateAsync(rotation, GateKind.Continue));
        Assert.False((await Voting.VoteAsync(rotation.RotationId, "continue-1", Some.Vote("alice", GateChoice.Skip), Stop)).Accepted);
        Vote vote = Some.Vote("alice", GateChoice.Skip) with { Comment = "is being replaced" };
        Assert.True((await Voting.VoteAsync(rotation.RotationId, "continue-1", vote, Stop)).Accepted);
        Assert.Equal(GateOutcome.Skip, await SettleAsync(rotation, "continue-1"));

        Assert.Equal(1, await new SkipExceptions(Targets, Gates, Audit).RunAsync(new(rotation.RotationId, "continue-1"), Stop));

        TargetRecord gate = await Targets.GetAsync(rotation.RotationId, "ag-g", Stop);
        Assert.Equal(
            (TargetState.Skipped, "is being replaced", "alice", true),
            (gate.State, gate.Message, gate.SkippedBy, gate.IsSettledActiveGate));
        Assert.Null(await OpenGateAsync(rotation, GateKind.Continue));
    }

    private async Task WaveAsync(RotationRecord rotation, int number, params string[] names)
    {
        WaveRecord wave = new()
        {
            Number = number,
            Action = TargetAction.Apply,
            Component = Component.OneAgent,
            IsCanary = true,
            Targets = names.Length,
            Lanes = 1,
        };
        await Plans.PutWaveAsync(rotation.RotationId, wave, [new(0, 0, "", 1, [.. names.Select(static name => $"oa-{name}")])], Stop);
    }

    private async Task<RotationRecord> RestAsync(params string[] failed)
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        await Targets.PutAsync(rotation.RotationId, failed.Select(static name => Some.Target(name, TargetState.Failed)), Stop);
        return rotation;
    }

    private async Task ApproveAsync(RotationRecord rotation, string gateId)
    {
        Assert.Equal(gateId, await OpenGateAsync(rotation));
        await VoteAsync(rotation, gateId, "alice");
        Assert.Equal(GateOutcome.Approved, await SettleAsync(rotation, gateId));
    }

    private Task<string?> WhyNotFinishAsync(RotationRecord rotation)
        => new ApprovedExceptions(Rotations, Targets, Gates, Questions).WhyNotFinishAsync(rotation.RotationId, Stop);
}
