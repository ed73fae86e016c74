using TenantTokens.Approvals;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Starting;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Calls start, or recovers its lost answer. From then on both tokens are valid.</summary>
internal sealed class StartingPhase(
    ProcedureCalls calls,
    ProcedureState state,
    PhaseMoves moves,
    Listener listener,
    ClaimKeeper claim,
    GateKeeper gates) : IPhase
{
    public async Task<RotationPhase> RunAsync()
    {
        DateTime deadline = calls.Now + state.Waits.StartSettle;
        await claim.HoldAsync();
        await calls.CallAsync(RecordBaseline.Name);
        while (true)
        {
            StartRotation.Input start = new(calls.RotationId, SettleTimePassed: calls.Now >= deadline);
            StartRotation.Result outcome = await calls.CallAsync(StartRotation.Name, start);
            switch (outcome.Verdict)
            {
                case StartVerdict.Started:
                    await calls.NotifyAsync(NotificationKind.Started);
                    return await moves.ToAsync(RotationPhase.RotatingActiveGates);
                case StartVerdict.AskToAdopt when await gates.PassAsync(GateKind.Adopt) is not (GateOutcome.Approved, _):
                    return await moves.ToAsync(RotationPhase.Cancelled, take: await listener.AbortAsync());
                case StartVerdict.AskToAdopt:
                    break;
                case StartVerdict.Hold:
                    return await moves.ParkAsync(outcome.Code!, outcome.Message!);
                default:
                    // This wait does not end on an abort: with one pending, the loop would ask again without a pause.
                    await calls.SleepAsync(state.Waits.UntilPoll(state.Waits.StartSettle, left: deadline - calls.Now));
                    break;
            }
        }
    }
}
