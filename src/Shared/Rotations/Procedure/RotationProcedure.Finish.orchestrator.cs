using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;
using TenantTokens.Rotations.Calls;

namespace TenantTokens.Rotations.Procedure;

// From the proof of what was changed to finish, from which on the old token is dead.
internal sealed partial class RotationProcedure
{
    public async Task<RotationPhase> VerifyAsync()
    {
        await ProveOnlineAsync();
        await ProveAgainAsync();
        if (await InterruptionAsync(RotationPhase.Verifying) is { } interrupted)
        {
            return interrupted;
        }

        return await CallAsync(CountOpenTargets.Name, input.RotationId) is { Pending: > 0 }
            ? await MoveAsync(RotationPhase.Verifying, RotationPhase.RotatingOneAgents)
            : await MoveAsync(RotationPhase.Verifying, RotationPhase.AwaitingFinish);
    }

    public async Task<RotationPhase> PassFinishGateAsync()
    {
        (GateOutcome outcome, string? gateId) = await PassGateAsync(GateKind.Finish, rounds: new StragglerRounds(this));
        if (outcome is GateOutcome.AcceptOlder)
        {
            await CallAsync(AcceptOlder.Name, new SkipRestInput(input.RotationId, gateId!));
        }

        if (outcome is GateOutcome.Approved)
        {
            await WaitWhilePausedAsync();
            await CallAsync(ReconcileFleet.Name, input.RotationId);
            await ProveAgainAsync();
            await ProveOnlineAsync();
        }

        if (await InterruptionAsync(RotationPhase.AwaitingFinish) is { } interrupted)
        {
            return interrupted;
        }

        return outcome switch
        {
            GateOutcome.Approved when await CallAsync(ConfirmFinish.Name, input.RotationId) => await MoveAsync(RotationPhase.AwaitingFinish, RotationPhase.Finishing),
            GateOutcome.RollBack => await MoveAsync(RotationPhase.AwaitingFinish, RotationPhase.RollingBack),
            _ => await MoveAsync(RotationPhase.AwaitingFinish, RotationPhase.Verifying),
        };
    }

    public async Task<RotationPhase> FinishAsync()
    {
        await WaitForLateCommandsAsync(TargetAction.Restore);
        await HoldClaimAsync();
        await CallAsync(RecordOnline.Name, input.RotationId);
        CallOutcome outcome = await SettleAsync(FinishRotation.Name);
        if (outcome.IsDone)
        {
            await WatchAfterFinishAsync();
            outcome = await SettleAsync(FinishRotation.Name); // somebody else may have rotated meanwhile
        }

        if (!outcome.IsDone)
        {
            return outcome.Code is HoldCodes.RestGrew
                ? await MoveAsync(RotationPhase.Finishing, RotationPhase.Verifying) // nothing was sent: the approvers are asked again
                : await ParkAsync(RotationPhase.Finishing, outcome.Code!, outcome.Message!, outcome.InForce);
        }

        await CallAsync(SweepCommands.Name, input.RotationId);
        await CallAsync(RecordSuccess.Name, input.RotationId);
        await NotifyAsync(NotificationKind.Finished);
        return await MoveAsync(RotationPhase.Finishing, RotationPhase.Completed);
    }

    /// <summary>Finishes or cancels, and looks at the token in force until it is what the call leaves there or the time for that has passed.</summary>
    private async Task<CallOutcome> SettleAsync(ActivityName<CallInput, CallOutcome> call)
    {
        DateTime deadline = Now + _waits.FinishSettle;
        while (true)
        {
            CallOutcome outcome = await CallAsync(call, new CallInput(input.RotationId, SettleTimePassed: Now >= deadline));
            if (!outcome.IsOpen)
            {
                return outcome;
            }

            await context.CreateTimer(_waits.UntilPoll(_waits.FinishSettle, left: deadline - Now), CancellationToken.None);
        }
    }

    /// <summary>Reads the inventory until everything that was changed is online, or the time for it has passed: what is not online then is Inconclusive.</summary>
    private async Task ProveOnlineAsync()
    {
        DateTime deadline = Now + _waits.OnlineTimeout;
        VerifyOutcome outcome;
        bool last;
        do
        {
            last = Now >= deadline;
            outcome = await CallAsync(VerifyFleet.Name, new VerifyInput(input.RotationId, IsLastLook: last));
            if (!last && outcome.NotOnline > 0)
            {
                await WaitAsync(_waits.UntilPoll(_waits.OnlineTimeout, left: deadline - Now));
            }
        }
        while (!last && outcome.NotOnline > 0 && _held is null && await AbortAsync() is null); // while something is held, no wait waits
    }
}
