using TenantTokens.Fleet.Targets;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.RollingBack;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Calls cancel, which makes the new token invalid.</summary>
internal sealed class CancellingPhase(
    ProcedureCalls calls,
    PhaseMoves moves,
    ClaimKeeper claim,
    WaveRunner waves,
    SettledCall cancel) : IPhase
{
    public async Task<RotationPhase> RunAsync()
    {
        await waves.WaitForLateCommandsAsync(TargetAction.Apply);
        await claim.HoldAsync();
        CallOutcome outcome = await cancel.MakeAsync(CancelRotation.Name);
        if (outcome.Code == ParkCodes.FinishedBySomebodyElse)
        {
            return await moves.TurnForwardAsync();
        }

        if (!outcome.IsDone)
        {
            return await cancel.LeaveAsync(outcome, askedAgainIn: RotationPhase.RollingBack);
        }

        await calls.CallAsync(DeleteFinishedRunCommands.Name);
        await calls.NotifyAsync(NotificationKind.Cancelled);
        return await moves.ToAsync(RotationPhase.Cancelled);
    }
}
