using TenantTokens.Approvals;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Tests.Ledger;

/// <summary>
/// The vote that decides a gate and an abort of the rotation, at the same moment: one of them comes first, and everybody reads which.
/// </summary>
public sealed class VoteAndAbortTests : LedgerTest
{
    [Fact]
    public async Task An_abort_that_was_given_before_the_votes_are_counted_withdraws_the_question()
    {
        (RotationRecord rotation, string gate) = await DecidedAsync();
        await GiveAsync(rotation, OperatorCommandKind.Abort);

        Assert.Equal(GateOutcome.Superseded, await SettleAsync(rotation, gate));
        Assert.Equal((GateOutcome.Superseded, (string?)null), await ReadAsync(rotation, gate));
    }

    [Fact]
    public async Task An_abort_that_comes_between_the_count_and_its_record_is_seen_and_wins()
    {
        (RotationRecord rotation, string gate) = await DecidedAsync();
        int looks = 0;
        GateOutcome outcome = await Decision.DecideAsync(
            rotation.RotationId,
            gate,
            async seen =>
            {
                bool isAborted = await Commands.NextAsync(seen, Stop) is { Kind: OperatorCommandKind.Abort };
                if (++looks == 1)
                {
                    await GiveAsync(rotation, OperatorCommandKind.Abort);
                }

                return isAborted;
            },
            static (row, closed) => closed.Outcome is GateOutcome.Approved ? row with { FinishGateId = closed.GateId } : row,
            Stop);

        Assert.Equal((2, GateOutcome.Superseded), (looks, outcome));
        Assert.Equal((GateOutcome.Superseded, (string?)null), await ReadAsync(rotation, gate));
    }

    [Fact]
    public async Task Another_command_does_not_take_a_decision_away()
    {
        (RotationRecord rotation, string gate) = await DecidedAsync();
        await GiveAsync(rotation, OperatorCommandKind.Retry);
        await GiveAsync(rotation, OperatorCommandKind.Pause);

        Assert.Equal(GateOutcome.Approved, await SettleAsync(rotation, gate));
        Assert.Equal((GateOutcome.Approved, (string?)gate), await ReadAsync(rotation, gate));
    }

    [Fact]
    public async Task An_abort_after_the_decision_leaves_it_decided()
    {
        (RotationRecord rotation, string gate) = await DecidedAsync();
        await SettleAsync(rotation, gate);
        await GiveAsync(rotation, OperatorCommandKind.Abort);

        Assert.Equal(GateOutcome.Approved, await SettleAsync(rotation, gate));
        Assert.Equal(OperatorCommandKind.Abort, await NextAsync(rotation));
        Assert.Equal(1, await AuditedAsync(rotation, "gate-closed"));
    }

    [Fact]
    public async Task A_gate_that_was_approved_before_is_recorded_again_where_the_row_has_lost_it_and_told_once()
    {
        (RotationRecord rotation, string gate) = await DecidedAsync();
        await SettleAsync(rotation, gate);
        await SetAsync(rotation.RotationId, static row => row with { FinishGateId = null });

        Assert.Equal(GateOutcome.Approved, await SettleAsync(rotation, gate));
        Assert.Equal((GateOutcome.Approved, (string?)gate), await ReadAsync(rotation, gate));
        Assert.Equal(1, await AuditedAsync(rotation, "gate-closed"));
    }

    private async Task<(RotationRecord Rotation, string Gate)> DecidedAsync()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        string gate = (await OpenGateAsync(rotation))!;
        Assert.Equal(GateOutcome.Approved, (await VoteAsync(rotation, gate, "alice")).Outcome);
        return (rotation, gate);
    }

    private async Task<(GateOutcome?, string?)> ReadAsync(RotationRecord rotation, string gate)
        => (
            (await Gates.FindAsync(rotation.RotationId, gate, Stop))!.Outcome,
            (await Rotations.GetAsync(rotation.RotationId, Stop)).FinishGateId);
}
