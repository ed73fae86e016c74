using TenantTokens.Approvals;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Finishing;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Closes the rotation as it is, when there is no other way to end it. Asks the approvers, waits until no host obeys our commands any more,
/// and records which token each changed host has. It makes no call and disables no vault version, because it is not known which token will
/// be needed.
/// </summary>
internal sealed class ClosingPhase(ProcedureCalls calls, PhaseMoves moves, Listener listener, WaveRunner waves, GateKeeper gates) : IPhase
{
    public async Task<RotationPhase> RunAsync()
    {
        if (await gates.PassAsync(GateKind.Close) is not (GateOutcome.Approved, _))
        {
            return await moves.ToAsync(RotationPhase.Parked, take: await listener.AbortAsync());
        }

        await waves.WaitForLateCommandsAsync(action: null);
        await calls.CallAsync(DeleteFinishedRunCommands.Name);
        await calls.CallAsync(RecordTokensLeft.Name);
        await calls.NotifyAsync(NotificationKind.Abandoned);
        return await moves.ToAsync(RotationPhase.Abandoned);
    }
}
