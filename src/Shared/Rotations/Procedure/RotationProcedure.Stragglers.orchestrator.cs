using TenantTokens.Fleet;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations.Procedure;

internal sealed partial class RotationProcedure
{
    /// <summary>Whether an operator changed targets since the last round: then the next one is due at once.</summary>
    private bool _targetsChanged;

    /// <summary>
    /// Reads the fleet again and rotates what can be rotated by now, while the finish gate stays open: a rest that shrinks changes nothing about it. An
    /// ActiveGate goes before any OneAgent, so with one that is not settled nothing is sent here.
    /// </summary>
    /// <returns>False when the rotation has to go back to its ActiveGates.</returns>
    private async Task<bool> RunStragglersAsync()
    {
        _targetsChanged = false;
        await CallAsync(ReconcileFleet.Name, input.RotationId);
        if (await CallAsync(CountOpenTargets.Name, input.RotationId) is { UnsettledGates: > 0 })
        {
            return false;
        }

        await CallAsync(RetryUnanswered.Name, input.RotationId);
        if (await RunPendingAsync())
        {
            await ProveOnlineAsync();
        }

        await ProveAgainAsync();
        return true;
    }

    /// <summary>One wave over everything that is pending. Says whether there was anything.</summary>
    private async Task<bool> RunPendingAsync(bool isWatched = true)
    {
        bool any = false;
        foreach (Component component in (Component[])[Component.ActiveGate, Component.OneAgent])
        {
            if (await CallAsync(NextWave.Name, new NextWaveInput(input.RotationId, component, TargetAction.Apply)) is { Number: { } wave })
            {
                await RunWaveAsync(wave, isPausable: isWatched, isWatched);
                await CallAsync(CompleteWave.Name, new CompleteWaveInput(input.RotationId, wave));
                any = true;
            }
        }

        return any;
    }

    /// <summary>Probes once more what must prove again that it is on the new token, and hosts whose processes may have been restarted since.</summary>
    private async Task ProveAgainAsync()
    {
        await CallAsync(StaleProofs.Name, input.RotationId);
        if (await CallAsync(AddReprobeWave.Name, input.RotationId) is { Number: { } wave })
        {
            await RunWaveAsync(wave);
            await CallAsync(CompleteWave.Name, new CompleteWaveInput(input.RotationId, wave));
        }
    }

    /// <summary>
    /// When the next round is due. Each pause is twice the one before, up to the longest; they count from the gate's opening, so that an orchestration that
    /// takes over begins none anew.
    /// </summary>
    private sealed class StragglerRounds(RotationProcedure procedure)
    {
        private int _round;
        private DateTime? _next;

        /// <summary>The gate was opened then. Another gate that takes its place changes nothing.</summary>
        public void Begin(DateTime opened)
        {
            if (_next is null)
            {
                (_round, TimeSpan due) = procedure._waits.NextStragglerRound(procedure.Now - opened);
                _next = opened + due;
            }
        }

        public TimeSpan UntilNext() => procedure._targetsChanged || _next is not { } next ? TimeSpan.Zero : next - procedure.Now;

        public async Task<bool> RunAsync()
        {
            bool mayStay = await procedure.RunStragglersAsync();
            _next = procedure.Now + procedure._waits.StragglerPause(++_round);
            return mayStay;
        }
    }
}
