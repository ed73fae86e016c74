using TenantTokens.Approvals;
using TenantTokens.Rotations.Gates;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Keeps the finish gate open for as long as the decision takes, and proves everything again after the approval. Both tokens stay valid.
/// </summary>
internal sealed class AwaitingFinishPhase(
    ProcedureCalls calls,
    ProcedureState state,
    PhaseMoves moves,
    InterruptibleWaits waits,
    WaveRunner waves,
    Proofs proofs,
    GateKeeper gates) : IPhase
{
    public async Task<RotationPhase> RunAsync()
    {
        StragglerRounds rounds = new(calls, state, waves, proofs);
        (GateOutcome outcome, string? gateId) = await gates.PassAsync(GateKind.Finish, rounds: rounds);
        if (outcome is GateOutcome.AcceptOlder)
        {
            await calls.CallAsync(AcceptOlder.Name, new GateInput(calls.RotationId, gateId!));
        }

        if (outcome is GateOutcome.Approved)
        {
            // The gate may have been open for weeks, so the fleet is read and proved again.
            await waits.WhilePausedAsync();
            await proofs.ProveWholeFleetAsync();
        }

        if (await moves.InterruptedAsync() is { } interrupted)
        {
            return interrupted;
        }

        return outcome switch
        {
            GateOutcome.Approved when await calls.CallAsync(ConfirmFinish.Name) => await moves.ToAsync(RotationPhase.Finishing),
            GateOutcome.RollBack => await moves.ToAsync(RotationPhase.RollingBack),
            _ => await moves.ToAsync(RotationPhase.Verifying),
        };
    }
}
