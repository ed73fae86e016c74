using TenantTokens.Approvals;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.RollingBack;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Writes the old token back on every changed host.</summary>
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
        await calls.CallAsync(ReconcileFleet.Name); // those that joined since start have the new token, too
        bool isBegun = await BeginAsync(retryLeft: false);
        while (true)
        {
            NextRestore.Result next = await calls.CallAsync(NextRestore.Name);
            if (!isBegun && next.Step is RestoreStep.Wave or RestoreStep.Done)
            {
                // A moment ago the tokens in force forbade the restore, and now they allow it.
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

    /// <summary>Carries out a step and returns the phase that it leads to; null when the next step follows.</summary>
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

    /// <summary>Runs a wave. Returns the phase that a canary that is not online leads to; null when the restore goes on.</summary>
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
