using TenantTokens.Approvals;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations.Procedure;

// The last way out: it ends as it is.
internal sealed partial class RotationProcedure
{
    /// <summary>
    /// Asks the approvers, then waits until no host obeys a command of ours any more and writes down which token each touched host is on. No call is sent and
    /// no vault version is disabled: nobody can tell which of them will be needed.
    /// </summary>
    public async Task<RotationPhase> CloseAsync()
    {
        if (await PassGateAsync(GateKind.Close) is not (GateOutcome.Approved, _))
        {
            return await MoveAsync(RotationPhase.Closing, RotationPhase.Parked, take: await AbortAsync());
        }

        await WaitForLateCommandsAsync(action: null);
        await CallAsync(SweepCommands.Name, input.RotationId);
        await CallAsync(RecordTokensLeft.Name, input.RotationId);
        await NotifyAsync(NotificationKind.Abandoned);
        return await MoveAsync(RotationPhase.Closing, RotationPhase.Abandoned);
    }
}
