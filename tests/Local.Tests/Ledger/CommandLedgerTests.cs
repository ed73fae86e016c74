using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Testing.Builders;
using static TenantTokens.Rotations.OperatorCommandKind;

namespace TenantTokens.Local.Tests.Ledger;

public sealed class CommandLedgerTests : LedgerTest
{
    [Fact]
    public async Task A_command_that_is_not_allowed_is_refused_with_what_is_and_nothing_is_written()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.Verifying);

        OperatorAnswer answer = await Commands.GiveAsync(rotation.RotationId, new(Resume, "olga"), Stop);

        Assert.False(answer.Accepted);
        Assert.Contains("Verifying; allowed: Abort, Retry, Skip, Pause, Escalate", answer.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await Rotations.GetAsync(rotation.RotationId, Stop)).Commands);
        Assert.Equal(0, await AuditedAsync(rotation, "command"));
    }

    [Fact]
    public async Task A_command_is_taken_with_the_move_that_it_leads_to_and_only_once()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.Verifying);
        int number = await GiveAsync(rotation, Abort);
        PhaseMove move = new(rotation.RotationId, RotationPhase.Verifying, RotationPhase.RollingBack, number);

        Assert.Equal(Abort, await NextAsync(rotation));
        Assert.Equal(RotationPhase.RollingBack, await Move.RunAsync(move, Stop));
        Assert.Equal(RotationPhase.RollingBack, await Move.RunAsync(move, Stop));

        Assert.Null(await NextAsync(rotation));
        Assert.Equal((1, 1), (await AuditedAsync(rotation, "phase"), await AuditedAsync(rotation, "command")));
    }

    [Fact]
    public async Task Commands_given_at_the_same_time_all_get_numbers_of_their_own()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.Verifying);
        await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => Commands.GiveAsync(rotation.RotationId, new(Abort, "olga"), Stop))));
        Assert.Equal((10, 10), ((await Rotations.GetAsync(rotation.RotationId, Stop)).Commands, await AuditedAsync(rotation, "command")));
    }

    [Fact]
    public async Task A_confirmation_given_twice_does_not_hide_the_abort_after_it()
    {
        RotationRecord rotation = await OpenAsync();
        await GiveAsync(rotation, Confirm);
        await GiveAsync(rotation, Confirm);
        Assert.True(await new TakeOperatorCommand(Rotations, Commands).RunAsync(new(rotation.RotationId, 1), Stop));
        await SetAsync(
            rotation.RotationId,
            static current => current with { Phase = RotationPhase.RotatingActiveGates, StartTookEffect = true });
        Assert.Null(await NextAsync(rotation));

        await GiveAsync(rotation, Abort);

        Assert.Equal(Abort, await NextAsync(rotation));
    }

    [Fact]
    public async Task An_abort_goes_before_a_confirmation_that_nobody_has_taken_yet()
    {
        RotationRecord rotation = await OpenAsync();
        await GiveAsync(rotation, Confirm);
        await GiveAsync(rotation, Abort);
        Assert.Equal(Abort, await NextAsync(rotation));
    }

    [Fact]
    public async Task A_resume_given_twice_does_not_resume_the_next_hold()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.Verifying);
        PhaseMove park = new(
            rotation.RotationId,
            RotationPhase.Verifying,
            RotationPhase.Parked,
            HoldCode: ParkCodes.StepFailed,
            HoldMessage: "Outage.");
        await Move.RunAsync(park, Stop);
        await GiveAsync(rotation, Resume);
        await GiveAsync(rotation, Resume);
        LeaveParked leave = new(Rotations, Targets, Commands, new PhaseMover(Rotations, Audit, Time), Time);
        Assert.Equal(RotationPhase.Verifying, await leave.RunAsync(new(rotation.RotationId, 1), Stop));
        await Move.RunAsync(park, Stop);

        Assert.Null(await NextAsync(rotation));
        await GiveAsync(rotation, Resume);
        Assert.Equal(Resume, await NextAsync(rotation));
    }

    [Fact]
    public async Task An_abort_given_twice_does_not_turn_a_later_way_forward_around_again()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.Verifying);
        int first = await GiveAsync(rotation, Abort);
        await GiveAsync(rotation, Abort);
        await Move.RunAsync(new(rotation.RotationId, RotationPhase.Verifying, RotationPhase.RollingBack, first), Stop);
        await Move.RunAsync(new(rotation.RotationId, RotationPhase.RollingBack, RotationPhase.RotatingActiveGates), Stop);
        Assert.Null(await NextAsync(rotation));
    }

    [Fact]
    public async Task An_abort_that_came_too_late_does_not_roll_back_a_finish_that_was_sent()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        await GiveAsync(rotation, Abort);
        await Move.RunAsync(new(rotation.RotationId, RotationPhase.AwaitingFinish, RotationPhase.Finishing), Stop);
        await SetAsync(rotation.RotationId, current => current with { Finish = CallAttempt.After(null, Time.GetUtcNow()) });
        await Move.RunAsync(new(rotation.RotationId, RotationPhase.Finishing, RotationPhase.Parked, HoldCode: ParkCodes.StepFailed), Stop);

        Assert.Null(await NextAsync(rotation));
        Assert.Equal(
            RotationPhase.Parked,
            await new LeaveParked(Rotations, Targets, Commands, Phases, Time).RunAsync(new(rotation.RotationId, 1), Stop));
    }

    [Fact]
    public async Task A_pause_counts_at_once_a_resume_ends_it_and_neither_is_a_command_to_take()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.RotatingOneAgents);

        await GiveAsync(rotation, Pause);
        RotationRecord paused = await Rotations.GetAsync(rotation.RotationId, Stop);
        await GiveAsync(rotation, Resume);
        RotationRecord resumed = await Rotations.GetAsync(rotation.RotationId, Stop);

        Assert.Equal((true, 1, 0), (paused.Paused, paused.Signals, paused.Commands));
        Assert.Equal((false, 2, 0), (resumed.Paused, resumed.Signals, resumed.Commands));
        Assert.Equal(2, await AuditedAsync(rotation, "command"));
    }

    [Fact]
    public async Task An_escalation_counts_at_once_and_keeps_its_reason()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.RotatingOneAgents);
        await GiveAsync(rotation, Escalate);
        RotationRecord escalated = await Rotations.GetAsync(rotation.RotationId, Stop);
        Assert.Equal((true, "because", false), (escalated.Emergency, escalated.Reason, escalated.EscalationLaid));
    }

    [Fact]
    public async Task A_target_is_left_out_by_name_and_tried_again_by_id()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.RotatingOneAgents);
        await Targets.PutAsync(rotation.RotationId, [Some.Target("a", TargetState.Failed), Some.Target("b", TargetState.Failed)], Stop);
        ChangeTargets change = new(Rotations, Targets, Commands, Audit);

        Assert.True(await change.RunAsync(new(rotation.RotationId, await GiveAsync(rotation, Skip, "oneagent/a")), Stop));
        TargetRecord skipped = await Targets.GetAsync(rotation.RotationId, "oa-a", Stop);
        Assert.True(await change.RunAsync(new(rotation.RotationId, await GiveAsync(rotation, Retry, "oa-a")), Stop));
        TargetRecord again = await Targets.GetAsync(rotation.RotationId, "oa-a", Stop);

        Assert.Equal(
            (TargetState.Skipped, "because", "olga", false),
            (skipped.State, skipped.Message, skipped.SkippedBy, skipped.IsAccepted));
        Assert.Equal((TargetState.Pending, null), (again.State, again.SkippedBy));
        Assert.Equal(TargetState.Failed, (await Targets.GetAsync(rotation.RotationId, "oa-b", Stop)).State);
        Assert.Null(await NextAsync(rotation));
    }

    [Fact]
    public async Task A_retry_without_a_target_tries_everything_again_that_failed()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        await Targets.PutAsync(
            rotation.RotationId,
            [Some.Target("a", TargetState.Failed), Some.Target("b", TargetState.Unreachable), Some.Target("c", TargetState.Rotated)],
            Stop);

        await new ChangeTargets(Rotations, Targets, Commands, Audit)
            .RunAsync(new(rotation.RotationId, await GiveAsync(rotation, Retry)), Stop);

        Assert.Equal(
            [TargetState.Pending, TargetState.Pending, TargetState.Rotated],
            (await Targets.ListAsync(rotation.RotationId, Stop)).Select(static target => target.State));
    }

    [Theory]
    [InlineData("oneagent/z", "There is no target 'oneagent/z'")]
    [InlineData("oneagent/twin", "'oneagent/twin' fits 2 targets; name one of these: oa-1, oa-2.")]
    [InlineData(null, "Skip needs a target")]
    [InlineData("oneagent/done", "already on the new token")]
    public async Task A_target_that_is_unknown_or_not_one_is_refused_and_nothing_is_written(string? target, string refusal)
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        await Targets.PutAsync(
            rotation.RotationId,
            [
                Some.Target("twin") with { TargetId = "oa-1" },
                Some.Target("twin") with { TargetId = "oa-2" },
                Some.Target("done", TargetState.Rotated),
            ],
            Stop);

        OperatorAnswer answer = await Commands.GiveAsync(rotation.RotationId, new(Skip, "olga", "because", target), Stop);

        Assert.False(answer.Accepted);
        Assert.Contains(refusal, answer.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await Rotations.GetAsync(rotation.RotationId, Stop)).Commands);
    }
}
