using TenantTokens.Rotations.Proving;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Proves the changed targets, at Dynatrace and on the hosts.</summary>
internal sealed class VerifyingPhase(ProcedureCalls calls, PhaseMoves moves, Proofs proofs) : IPhase
{
    public async Task<RotationPhase> RunAsync()
    {
        await proofs.ProveOnlineAsync();
        await proofs.ProveAgainAsync();
        if (await moves.InterruptedAsync() is { } interrupted)
        {
            return interrupted;
        }

        return await calls.CallAsync(CountOpenTargets.Name) is { Pending: > 0 }
            ? await moves.ToAsync(RotationPhase.RotatingOneAgents)
            : await moves.ToAsync(RotationPhase.AwaitingFinish);
    }
}
