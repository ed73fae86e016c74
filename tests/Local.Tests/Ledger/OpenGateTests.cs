using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Tests.Builders;

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
        Assert.Contains("Nobody has approved", await WhyNotFinishAsync(rotation), StringComparison.Ordinal);
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

    private Task<string?> WhyNotFinishAsync(RotationRecord rotation) => new ApprovedRest(Rotations, Targets, Gates).WhyNotFinishAsync(rotation.RotationId, Stop);
}
