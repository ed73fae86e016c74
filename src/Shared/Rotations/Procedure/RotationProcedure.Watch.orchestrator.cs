using TenantTokens.Durable;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;
using TenantTokens.Watches;

namespace TenantTokens.Rotations.Procedure;

internal sealed partial class RotationProcedure
{
    /// <summary>The watch that runs beside this orchestration; it lives across steps and through a park. There is never a second one.</summary>
    private Task<WatchVerdict>? _watching;

    /// <summary>What a watch said must be held; null while nothing must.</summary>
    private WatchVerdict? _held;

    /// <summary>The watch, to be raced against whatever is waited for while the rotation is open.</summary>
    private Task Watch()
        => _watching ??= context.CallSubOrchestratorAsync(WatchOrchestrator.Name, new WatchInput(input.RotationId, _waits.WatchInterval, WatchInput.TopLevel));

    /// <summary>Takes what the watch said, when it has ended.</summary>
    private async Task HearWatchAsync()
    {
        if (_watching is { IsCompleted: true } ended)
        {
            _watching = null;
            try
            {
                Hear(await ended);
            }
            catch (ActivityFailedException) when (!_phase.IsWatched())
            {
                // It is parked already, or nothing is watched here; the next watch looks again.
            }
        }
    }

    /// <summary>Keeps what must be held. Where nothing is watched there is nothing to hold; parked it is kept for whoever resumes.</summary>
    private void Hear(WatchVerdict verdict)
        => _held ??= verdict.HoldCode is not null && (_phase.IsWatched() || _phase is RotationPhase.Parked) ? verdict : null;

    /// <summary>
    /// A watch that ran on while the rotation was parked may have ended with something to hold. Whether the person who resumed has answered that, too, is what
    /// a fresh look knows: one hold is never asked twice, and none is lost.
    /// </summary>
    private async Task HearWhatWasSaidParkedAsync(RotationPhase next)
    {
        await HearWatchAsync();
        if (_held is not null && next is not RotationPhase.Parked)
        {
            _held = null;
            Hear(next.IsWatched() ? await CallAsync(LookAtWatches.Name, new LookInput(input.RotationId)) : new WatchVerdict());
        }
    }

    /// <summary>The soak after the first of a component ends with a look at which nothing may have become worse.</summary>
    private async Task LookAfterSoakAsync()
    {
        if (_held is null && await AbortAsync() is null)
        {
            Hear(await CallAsync(LookAtWatches.Name, new LookInput(input.RotationId, IsSoaking: true)));
        }
    }

    private Task<RotationPhase> ParkForWatchAsync(RotationPhase phase)
    {
        WatchVerdict held = _held!;
        _held = null; // whoever resumes answers it
        return ParkAsync(phase, held.HoldCode!, held.Message!);
    }

    /// <summary>
    /// Looks for a while whether finish darkened anybody; whoever it did is named, told of, and gets the new token at once.
    /// </summary>
    private async Task WatchAfterFinishAsync()
    {
        DateTime began = Now;
        int told = 0;
        bool isAlarmed = false;
        while (true)
        {
            FinishWatchOutcome seen = await CallAsync(Activities.WatchAfterFinish.Name, input.RotationId);
            if (seen.Dark > told || (seen.RejectedRose && !isAlarmed))
            {
                (told, isAlarmed) = (Math.Max(told, seen.Dark), isAlarmed || seen.RejectedRose);
                await NotifyAsync(NotificationKind.DarkAfterFinish);
                await RunPendingAsync(isWatched: false);
            }

            if (seen.IsOver)
            {
                return;
            }

            await context.CreateTimer(_waits.UntilLookAfterFinish(Now - began), CancellationToken.None);
        }
    }
}
