using TenantTokens.Rotations;
using TenantTokens.Rotations.Activities;
using static TenantTokens.Rotations.RotationCommandKind;

namespace TenantTokens.Local.Tests.Ledger;

public sealed class CommandLedgerTests : LedgerTest
{
    [Fact]
    public async Task A_command_that_is_not_allowed_is_refused_with_what_is_and_nothing_is_written()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.Verifying);

        CommandAnswer answer = await Commands.GiveAsync(rotation.RotationId, Resume, "olga", null, Stop);

        Assert.False(answer.Accepted);
        Assert.Contains("Verifying; allowed: Abort", answer.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await Rotations.GetAsync(rotation.RotationId, Stop)).Commands);
        Assert.Equal(0, await AuditedAsync(rotation, "command"));
    }

    [Fact]
    public async Task A_command_is_taken_with_the_move_that_it_leads_to_and_only_once()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.Verifying);
        int number = await GiveAsync(rotation, Abort);
        MoveInput move = new(rotation.RotationId, RotationPhase.Verifying, RotationPhase.RollingBack, number);

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
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Commands.GiveAsync(rotation.RotationId, Abort, "olga", null, Stop))));
        Assert.Equal((10, 10), ((await Rotations.GetAsync(rotation.RotationId, Stop)).Commands, await AuditedAsync(rotation, "command")));
    }

    [Fact]
    public async Task A_confirmation_given_twice_does_not_hide_the_abort_after_it()
    {
        RotationRecord rotation = await OpenAsync();
        await GiveAsync(rotation, Confirm);
        await GiveAsync(rotation, Confirm);
        Assert.True(await new TakeCommand(Rotations, Commands).RunAsync(new(rotation.RotationId, 1), Stop));
        await SetAsync(rotation.RotationId, static current => current with { Phase = RotationPhase.RotatingActiveGates, Owned = true });
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
        MoveInput park = new(rotation.RotationId, RotationPhase.Verifying, RotationPhase.Parked, HoldCode: HoldCodes.StepFailed, HoldMessage: "Outage.");
        await Move.RunAsync(park, Stop);
        await GiveAsync(rotation, Resume);
        await GiveAsync(rotation, Resume);
        LeaveParked leave = new(Rotations, Targets, Commands, Audit, Time);
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
        await Move.RunAsync(new(rotation.RotationId, RotationPhase.Finishing, RotationPhase.Parked, HoldCode: HoldCodes.StepFailed), Stop);

        Assert.Null(await NextAsync(rotation));
        Assert.Equal(RotationPhase.Parked, await new LeaveParked(Rotations, Targets, Commands, Audit, Time).RunAsync(new(rotation.RotationId, 1), Stop));
    }
}
