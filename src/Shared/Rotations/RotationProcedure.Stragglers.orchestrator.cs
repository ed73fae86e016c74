using TenantTokens.Fleet;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations;

internal sealed partial class RotationProcedure
{
    /// <summary>Whether an operator changed targets since the last round: then the next one is due at once.</summary>
    private bool _targetsChanged;

    /// <summary>
    /// Rotates what can be rotated by now while the finish gate stays open: a rest that shrinks changes nothing about it. An ActiveGate goes before any
    /// OneAgent, so with one pending nothing is sent here.
    /// </summary>
    /// <returns>False when the rotation has to go back to its ActiveGates.</returns>
    private async Task<bool> RunStragglersAsync()
    {
        _targetsChanged = false;
        PendingTargets pending = await CallAsync(CountPending.Name, input.RotationId);
        if (pending.ActiveGates > 0)
        {
            return false;
        }

        if (pending.OneAgents > 0 && await CallAsync(NextWave.Name, new NextWaveInput(input.RotationId, Component.OneAgent, TargetAction.Apply)) is { Number: { } wave })
        {
            await RunWaveAsync(wave);
            await CallAsync(CompleteWave.Name, new CompleteWaveInput(input.RotationId, wave));
            await ProveOnlineAsync();
        }

        return true;
    }

    /// <summary>When the next round is due. Each pause is twice the one before, up to the longest.</summary>
    private sealed class StragglerRounds(RotationProcedure procedure, DateTime now)
    {
        private int _round;
        private DateTime _next = now + procedure._waits.StragglerPause(0);

        public TimeSpan UntilNext(DateTime now) => procedure._targetsChanged ? TimeSpan.Zero : _next - now;

        public async Task<bool> RunAsync()
        {
            bool mayStay = await procedure.RunStragglersAsync();
            _next = procedure.Now + procedure._waits.StragglerPause(++_round);
            return mayStay;
        }
    }
}
