using TenantTokens.Fleet.Targets;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Calls finish, which makes the old token invalid, and checks which agents that takes offline. Before it,
/// <see cref="AwaitingFinishPhase"/> has proved the fleet again and confirmed the approval. In order: wait until no host would obey a
/// restore; hold the claim; record who is online; call finish, which checks token and approval once more right before it is sent
/// (<see cref="CallOnce"/>); watch who goes offline; look at the token in force again; delete the run commands; record the success.
/// docs/calls.md#finish-in-order has the reasons.
/// </summary>
internal sealed class FinishingPhase(
    ProcedureCalls calls,
    PhaseMoves moves,
    ClaimKeeper claim,
    WaveRunner waves,
    SettledCall finish,
    FinishAftermath watch) : IPhase
{
    public async Task<RotationPhase> RunAsync()
    {
        await waves.WaitForLateCommandsAsync(TargetAction.Restore);
        await claim.HoldAsync();
        await calls.CallAsync(RecordOnline.Name);
        CallOutcome outcome = await finish.MakeAsync(FinishRotation.Name);
        if (outcome.IsDone)
        {
            await watch.RunAsync();
            outcome = await finish.MakeAsync(FinishRotation.Name); // another party may have rotated meanwhile
        }

        if (!outcome.IsDone)
        {
            return await finish.LeaveAsync(outcome, askedAgainIn: RotationPhase.Verifying);
        }

        await calls.CallAsync(DeleteFinishedRunCommands.Name);
        await calls.CallAsync(RecordSuccess.Name);
        await calls.NotifyAsync(NotificationKind.Finished);
        return await moves.ToAsync(RotationPhase.Completed);
    }
}
