using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;
using TenantTokens.Watches;

namespace TenantTokens.Rotations;

internal sealed partial class RotationProcedure
{
    /// <summary>The watch that runs beside this orchestration; it lives across steps.</summary>
    private Task<WatchVerdict>? _watching;

    /// <summary>What a watch said must be held; null while nothing must.</summary>
    private WatchVerdict? _held;

    /// <summary>The watch, to be raced against whatever is waited for while the rotation is open.</summary>
    private Task Watch() => _watching ??= context.CallSubOrchestratorAsync(WatchOrchestrator.Name, new WatchInput(input.RotationId, _waits.WatchInterval));

    /// <summary>Takes what the watch said, when it has ended.</summary>
    private async Task HearWatchAsync()
    {
        if (_watching is { IsCompleted: true } ended)
        {
            _watching = null;
            Hear(await ended);
        }
    }

    private void Hear(WatchVerdict verdict) => _held ??= verdict.HoldCode is null ? null : verdict;

    /// <summary>The soak after the first of a component ends with a look at which nothing may have become worse.</summary>
    private async Task LookAfterSoakAsync()
    {
        if (_held is null && await AbortAsync() is null)
        {
            Hear(await CallAsync(LookAtWatches.Name, new LookInput(input.RotationId, IsSoaking: true)));
        }
    }

    private Task<RotationPhase> ParkForWatchAsync(RotationPhase phase) => ParkAsync(phase, _held!.HoldCode!, _held.Message!);

    /// <summary>
    /// Looks for a while whether finish darkened anybody; whoever it did is named, told of, and gets the new token at once.
    /// </summary>
    private async Task WatchAfterFinishAsync()
    {
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

            await context.CreateTimer(_waits.WatchInterval < _waits.AfterFinish ? _waits.WatchInterval : _waits.AfterFinish, CancellationToken.None);
        }
    }
}
