using TenantTokens.Approvals;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations.Procedure;

// Back to the old token, and cancel.
internal sealed partial class RotationProcedure
{
    public async Task<RotationPhase> RestoreAsync()
    {
        await HoldClaimAsync();
        await CallAsync(ReconcileFleet.Name, input.RotationId); // who joined since start has the new token, too
        bool isBegun = await CallAsync(BeginRestore.Name, new BeginRestoreInput(input.RotationId, RetryLeft: false));
        while (true)
        {
            NextRestoreOutcome next = await CallAsync(NextRestore.Name, input.RotationId);
            if (!isBegun && next.Step is RestoreStep.Wave or RestoreStep.Done)
            {
                // The tokens in force forbade it a moment ago and allow it now.
                isBegun = await CallAsync(BeginRestore.Name, new BeginRestoreInput(input.RotationId, RetryLeft: false));
                continue;
            }

            GateOutcome outcome = GateOutcome.Approved;
            switch (next)
            {
                case { Step: RestoreStep.GoForward }:
                    return await TurnForwardAsync(RotationPhase.RollingBack);
                case { Step: RestoreStep.Hold }:
                    return await ParkAsync(RotationPhase.RollingBack, next.Code!, next.Message!);
                case { Step: RestoreStep.Wave, IsAskedFirst: true }:
                    (outcome, _) = await PassGateAsync(GateKind.RestoreActiveGates);
                    break;
                case { Step: RestoreStep.Done }:
                    (outcome, _) = await PassGateAsync(GateKind.Cancel);
                    break;
            }

            switch (outcome)
            {
                case GateOutcome.Approved when next.Step is RestoreStep.Done:
                    return await MoveAsync(RotationPhase.RollingBack, RotationPhase.Cancelling);
                case GateOutcome.Approved:
                    if (await RunRestoreWaveAsync(next) is { } held)
                    {
                        return held;
                    }

                    break;
                case GateOutcome.GoForward:
                    return await TurnForwardAsync(RotationPhase.RollingBack);
                default:
                    await CallAsync(BeginRestore.Name, new BeginRestoreInput(input.RotationId, RetryLeft: true));
                    break;
            }
        }
    }

    private async Task<RotationPhase> TurnForwardAsync(RotationPhase from)
    {
        await CallAsync(BeginApply.Name, input.RotationId);
        return await MoveAsync(from, RotationPhase.RotatingActiveGates);
    }

    /// <summary>Where a canary that is not online leads; null when the restore goes on.</summary>
    private async Task<RotationPhase?> RunRestoreWaveAsync(NextRestoreOutcome next)
    {
        int wave = next.Wave!.Value;
        await RunWaveAsync(wave, isPausable: false, isWatched: false);
        if (next.MustBeSeen && await LookForCanaryAsync(wave, isWatched: false) is { IsSeen: false, IsOff: false } look)
        {
            string state = look.IsMoved ? "has the old token back and is not online" : "could not be put back";
            return await ParkAsync(
                RotationPhase.RollingBack,
                HoldCodes.RestoreCanaryOffline,
                $"{look.Name} went ahead and {state}: no other {next.Component} follows. It may be that somebody has finished this rotation, so that the old token is dead: then hosts on the old token are offline, those on the new one online, and forward is right. Resume looks again, or tries again what could not be put back.");
        }

        await CallAsync(CompleteWave.Name, new CompleteWaveInput(input.RotationId, wave));
        return null;
    }

    public async Task<RotationPhase> CancelAsync()
    {
        await WaitForLateCommandsAsync(TargetAction.Apply);
        await HoldClaimAsync();
        CallOutcome outcome = await SettleAsync(CancelRotation.Name);
        if (outcome.Code == HoldCodes.FinishedBySomebodyElse)
        {
            return await TurnForwardAsync(RotationPhase.Cancelling);
        }

        if (!outcome.IsDone)
        {
            return outcome.Code is HoldCodes.RestGrew
                ? await MoveAsync(RotationPhase.Cancelling, RotationPhase.RollingBack) // nothing was sent: the approvers are asked again
                : await ParkAsync(RotationPhase.Cancelling, outcome.Code!, outcome.Message!, outcome.InForce);
        }

        await CallAsync(SweepCommands.Name, input.RotationId);
        await NotifyAsync(NotificationKind.Cancelled);
        return await MoveAsync(RotationPhase.Cancelling, RotationPhase.Cancelled);
    }
}
