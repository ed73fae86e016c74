using TenantTokens.Approvals;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Finishing;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// The last way out: it ends as it is. Asks the approvers, then waits until no host obeys a command of ours any more and writes down which
/// token each touched host is on. No call is sent and no vault version is disabled: nobody can tell which of them will be needed.
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
