using TenantTokens.Durable;
using TenantTokens.Rotations.Calls;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Finishes or cancels, and looks at the token in force until it is what the call leaves there or the time for that has passed.
/// </summary>
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

    /// <summary>Where a call that is not done leads. When the rest has grown nothing was sent: the approvers are asked again.</summary>
    /// <param name="outcome">What became of the call.</param>
    /// <param name="askedAgainIn">The phase in which the approvers are asked.</param>
    public Task<RotationPhase> LeaveAsync(CallOutcome outcome, RotationPhase askedAgainIn)
        => outcome.Code is ParkCodes.RestGrew
            ? moves.ToAsync(askedAgainIn)
            : moves.ParkAsync(outcome.Code!, outcome.Message!, outcome.InForce);
}
