using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Gates;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Ledger;

/// <summary>
/// An approval covers what was shown, of one plan and one direction: for finish and for cancel, neither of which has an undo.
/// </summary>
public sealed class ApprovedRestTests : LedgerTest
{
    [Theory]
    [InlineData(GateKind.Finish)]
    [InlineData(GateKind.Cancel)]
    public async Task What_was_approved_may_be_done(GateKind kind)
    {
        RotationRecord rotation = await ApprovedAsync(kind);
        Assert.Null(await WhyNotAsync(rotation, kind));
    }

    [Theory]
    [InlineData(GateKind.Finish)]
    [InlineData(GateKind.Cancel)]
    public async Task An_approval_of_another_plan_does_not_count(GateKind kind)
    {
        RotationRecord rotation = await ApprovedAsync(kind);
        await SetAsync(rotation.RotationId, static current => current with { PlanHash = "fedcba9876543210" });
        Assert.Equal($"Gate {IdOf(kind)} is not approved for plan fedcba9876543210 in this direction.", await WhyNotAsync(rotation, kind));
    }

    [Theory]
    [InlineData(GateKind.Finish)]
    [InlineData(GateKind.Cancel)]
    public async Task An_approval_of_another_direction_does_not_count(GateKind kind)
    {
        RotationRecord rotation = await ApprovedAsync(kind);
        await SetAsync(rotation.RotationId, static current => current with { Generation = current.Generation + 1 });
        Assert.Equal($"Gate {IdOf(kind)} is not approved for plan {Some.PlanHash} in this direction.", await WhyNotAsync(rotation, kind));
    }

    [Theory]
    [InlineData(GateKind.Finish)]
    [InlineData(GateKind.Cancel)]
    public async Task A_gate_that_is_held_does_not_count(GateKind kind)
    {
        RotationRecord rotation = await AskedAsync(kind);
        await VoteAsync(rotation, IdOf(kind), "alice", GateChoice.Hold);
        await SettleAsync(rotation, IdOf(kind));
        await SetAsync(rotation.RotationId, current => current with { FinishGateId = IdOf(kind), CancelGateId = IdOf(kind) });
        Assert.Contains("is not approved", await WhyNotAsync(rotation, kind), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GateKind.Finish)]
    [InlineData(GateKind.Cancel)]
    public async Task What_nobody_has_accepted_by_name_is_not_covered(GateKind kind)
    {
        RotationRecord rotation = await ApprovedAsync(kind);
        await Targets.PutAsync(rotation.RotationId, [Some.Touched("b", TargetState.Failed)], Stop);
        Assert.Equal($"The approval of gate {IdOf(kind)} does not cover 1: oneagent/b (Failed).", await WhyNotAsync(rotation, kind));
    }

    [Fact]
    public async Task A_host_that_must_prove_again_forbids_finish_whatever_was_approved()
    {
        RotationRecord rotation = await ApprovedAsync(GateKind.Finish);
        await Targets.PutAsync(rotation.RotationId, [Some.Touched("b", TargetState.Rotated) with { NeedsProof = "agent-recreated" }], Stop);
        Assert.Equal(
            "1 must prove again that they are on the new token: oneagent/b (agent-recreated).",
            await WhyNotAsync(rotation, GateKind.Finish));

        await Targets.PutAsync(rotation.RotationId, [Some.Touched("b", TargetState.Rotated)], Stop);
        Assert.Null(await WhyNotAsync(rotation, GateKind.Finish));
    }

    [Fact]
    public async Task Cancel_needs_an_approval_while_a_touched_target_is_not_restored_and_none_afterwards()
    {
        RotationRecord rotation = await AskedAsync(GateKind.Cancel);
        Assert.Equal(
            "1 touched targets are not restored and not accepted exceptions: oneagent/a (Failed).",
            await WhyNotAsync(rotation, GateKind.Cancel));

        await Targets.PutAsync(rotation.RotationId, [Some.Touched("a", TargetState.Restored)], Stop);
        Assert.Null(await WhyNotAsync(rotation, GateKind.Cancel));
    }

    [Fact]
    public async Task The_last_look_before_finish_says_no_once_the_rest_has_grown_and_yes_until_then()
    {
        RotationRecord rotation = await ApprovedAsync(GateKind.Finish);
        ConfirmFinish confirm = new(new ApprovedExceptions(Rotations, Targets, Gates, Questions));
        Assert.True(await confirm.RunAsync(rotation.RotationId, Stop));

        await Targets.PutAsync(rotation.RotationId, [Some.Target("b", TargetState.Failed)], Stop);
        Assert.False(await confirm.RunAsync(rotation.RotationId, Stop));
    }

    private static string IdOf(GateKind kind) => kind is GateKind.Finish ? "finish-1" : "cancel-1";

    private async Task<RotationRecord> AskedAsync(GateKind kind)
    {
        RotationRecord rotation = await OpenAsync(kind is GateKind.Finish ? RotationPhase.AwaitingFinish : RotationPhase.RollingBack);
        await Targets.PutAsync(rotation.RotationId, [Some.Touched("a", TargetState.Failed)], Stop);
        Assert.Equal(IdOf(kind), await OpenGateAsync(rotation, kind));
        return rotation;
    }

    private async Task<RotationRecord> ApprovedAsync(GateKind kind)
    {
        RotationRecord rotation = await AskedAsync(kind);
        await VoteAsync(rotation, IdOf(kind), "alice");
        Assert.Equal(GateOutcome.Approved, await SettleAsync(rotation, IdOf(kind)));
        return rotation;
    }

    private Task<string?> WhyNotAsync(RotationRecord rotation, GateKind kind)
    {
        ApprovedExceptions approved = new(Rotations, Targets, Gates, Questions);
        return kind is GateKind.Finish
            ? approved.WhyNotFinishAsync(rotation.RotationId, Stop)
            : approved.WhyNotCancelAsync(rotation.RotationId, Stop);
    }
}
