using TenantTokens.Approvals;
using TenantTokens.Fleet;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations;

// Back to the old token, and cancel.
internal sealed partial class RotationProcedure
{
    public async Task<RotationPhase> RestoreAsync()
    {
        await CallAsync(BeginRestore.Name, new BeginRestoreInput(input.RotationId, RetryLeft: false));
        while (true)
        {
            // OneAgents first: an ActiveGate that is back on the old token rejects agents that are still on the new one.
            await RunRestoreWavesAsync(Component.OneAgent);
            await RunRestoreWavesAsync(Component.ActiveGate);
            (GateOutcome outcome, _) = await PassGateAsync(GateKind.Cancel);
            switch (outcome)
            {
                case GateOutcome.Approved:
                    return await MoveAsync(RotationPhase.RollingBack, RotationPhase.Cancelling);
                case GateOutcome.GoForward:
                    await CallAsync(BeginApply.Name, input.RotationId);
                    return await MoveAsync(RotationPhase.RollingBack, RotationPhase.RotatingActiveGates);
                default:
                    await CallAsync(BeginRestore.Name, new BeginRestoreInput(input.RotationId, RetryLeft: true));
                    break;
            }
        }
    }

    public async Task<RotationPhase> CancelAsync()
    {
        await WaitForLateCommandsAsync(TargetAction.Apply);
        CallOutcome outcome = await CallAsync(CancelRotation.Name, input.RotationId);
        if (outcome.Code == HoldCodes.FinishedBySomebodyElse)
        {
            await CallAsync(BeginApply.Name, input.RotationId);
            return await MoveAsync(RotationPhase.Cancelling, RotationPhase.RotatingActiveGates);
        }

        if (!outcome.IsDone)
        {
            return await ParkAsync(RotationPhase.Cancelling, outcome.Code!, outcome.Message!);
        }

        await CallAsync(SweepCommands.Name, input.RotationId);
        await NotifyAsync(NotificationKind.Cancelled);
        return await MoveAsync(RotationPhase.Cancelling, RotationPhase.Cancelled);
    }
}
