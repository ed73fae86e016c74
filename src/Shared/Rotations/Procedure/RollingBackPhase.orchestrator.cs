using TenantTokens.Approvals;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.RollingBack;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Puts the old token back on every touched host.</summary>
internal sealed class RollingBackPhase(
    ProcedureCalls calls,
    PhaseMoves moves,
    ClaimKeeper claim,
    WaveRunner waves,
    Canaries canaries,
    GateKeeper gates) : IPhase
{
    public async Task<RotationPhase> RunAsync()
    {
        await claim.HoldAsync();
        await calls.CallAsync(ReconcileFleet.Name); // who joined since start has the new token, too
        bool isBegun = await BeginAsync(retryLeft: false);
        while (true)
        {
            NextRestore.Result next = await calls.CallAsync(NextRestore.Name);
            if (!isBegun && next.Step is RestoreStep.Wave or RestoreStep.Done)
            {
                // The tokens in force forbade it a moment ago and allow it now.
                isBegun = await BeginAsync(retryLeft: false);
                continue;
            }

            if (await TakeStepAsync(next) is { } left)
            {
                return left;
            }
        }
    }

    private Task<bool> BeginAsync(bool retryLeft)
        => calls.CallAsync(BeginRestore.Name, new BeginRestore.Input(calls.RotationId, retryLeft));

    /// <summary>Where a step leads; null when the next one follows.</summary>
    private Task<RotationPhase?> TakeStepAsync(NextRestore.Result next) => next switch
    {
        { Step: RestoreStep.GoForward } => TurnForwardAsync(),
        { Step: RestoreStep.Hold } => ParkAsync(next.Code!, next.Message!),
        { Step: RestoreStep.Wave, IsAskedFirst: true } => AskAsync(GateKind.RestoreActiveGates, next),
        { Step: RestoreStep.Done } => AskAsync(GateKind.Cancel, next),
        _ => RunWaveAsync(next),
    };

    private async Task<RotationPhase?> AskAsync(GateKind kind, NextRestore.Result next)
    {
        (GateOutcome outcome, _) = await gates.PassAsync(kind);
        switch (outcome)
        {
            case GateOutcome.Approved when next.Step is RestoreStep.Done:
                return await moves.ToAsync(RotationPhase.Cancelling);
            case GateOutcome.Approved:
                return await RunWaveAsync(next);
            case GateOutcome.GoForward:
                return await TurnForwardAsync();
            default:
                await BeginAsync(retryLeft: true);
                return null;
        }
    }

    /// <summary>Where a canary that is not online leads; null when the restore goes on.</summary>
    private async Task<RotationPhase?> RunWaveAsync(NextRestore.Result next)
    {
        int wave = next.Wave!.Value;
        await waves.RunAsync(wave, isPausable: false, isWatched: false);
        if (next.MustBeSeen && await canaries.LookAsync(wave, isWatched: false) is { IsSeen: false, IsOff: false } look)
        {
            string state = look.IsMoved ? "has the old token back and is not online" : "could not be put back";
            return await ParkAsync(
                ParkCodes.RestoreCanaryOffline,
                $"{look.Name} went ahead and {state}, so no other {next.Component} follows. Perhaps somebody finished this rotation, "
                + "so that the old token is dead. In that case hosts on the old token are offline and hosts on the new one are online;"
                + " then use forward. "
                + "Resume checks again, or tries again to put the old token back.");
        }

        await waves.CompleteAsync(wave);
        return null;
    }

    private async Task<RotationPhase?> TurnForwardAsync() => await moves.TurnForwardAsync();

    private async Task<RotationPhase?> ParkAsync(string code, string message) => await moves.ParkAsync(code, message);
}
