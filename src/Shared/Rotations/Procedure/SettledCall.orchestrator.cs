using TenantTokens.Durable;
using TenantTokens.Rotations.Calls;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Calls finish or cancel, and reads the token in force until it is the expected one or the time for that has passed.</summary>
internal sealed class SettledCall(ProcedureCalls calls, ProcedureState state, PhaseMoves moves)
{
    public async Task<CallOutcome> MakeAsync(ActivityName<CallInput, CallOutcome> call)
    {
        DateTime deadline = calls.Now + state.Waits.FinishSettle;
        while (true)
        {
            CallOutcome outcome = await calls.CallAsync(call, new CallInput(calls.RotationId, SettleTimePassed: calls.Now >= deadline));
            if (!outcome.IsOpen)
            {
                return outcome;
            }

            await calls.SleepAsync(state.Waits.UntilPoll(state.Waits.FinishSettle, left: deadline - calls.Now));
        }
    }

    /// <summary>
    /// Returns the phase that a call without effect leads to. When the exceptions have grown, nothing was sent, and the approvers are asked
    /// again.
    /// </summary>
    /// <param name="outcome">The outcome of the call.</param>
    /// <param name="askedAgainIn">The phase in which the approvers are asked.</param>
    public Task<RotationPhase> LeaveAsync(CallOutcome outcome, RotationPhase askedAgainIn)
        => outcome.Code is ParkCodes.RestGrew
            ? moves.ToAsync(askedAgainIn)
            : moves.ParkAsync(outcome.Code!, outcome.Message!, outcome.InForce);
}
