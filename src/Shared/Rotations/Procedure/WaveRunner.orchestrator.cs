using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Runs waves as children. Only this orchestration receives commands. An abort or pause stops a wave through its row in the ledger, and
/// what is in flight finishes.
/// </summary>
internal sealed class WaveRunner(
    CountedContext context,
    ProcedureCalls calls,
    ProcedureState state,
    Watchman watchman,
    Listener listener,
    InterruptibleWaits waits,
    ClaimKeeper claim)
{
    /// <summary>Runs a wave to its end. Does nothing after an abort or while the watch stops the rotation.</summary>
    /// <param name="wave">The wave's number.</param>
    /// <param name="isPausable">Whether a pause applies to the wave: it then begins only when not paused, and may be sent in part.</param>
    /// <param name="isWatched">Whether the watch may stop it.</param>
    public async Task RunAsync(int wave, bool isPausable = true, bool isWatched = true)
    {
        if (isPausable)
        {
            await waits.WhilePausedAsync();
        }

        if ((isWatched && state.Held is not null) || await listener.AbortAsync() is not null)
        {
            return;
        }

        await claim.HoldAsync();
        await calls.CallAsync(BeginWave.Name, new BeginWave.Input(calls.RotationId, wave));
        Task running = context.CallSubOrchestratorAsync(
            WaveOrchestrator.Name,
            new WaveOrchestrator.Input(calls.RotationId, wave, state.Waits));
        await AttendAsync(wave, running, isPausable, isWatched);
        await running;
    }

    /// <summary>Runs one wave for each component with all pending targets, ActiveGates first. Returns whether there was any.</summary>
    public async Task<bool> RunPendingAsync(bool isWatched = true)
    {
        bool any = false;
        foreach (Component component in ComponentOrder.ActiveGatesFirst)
        {
            NextWave.Result next = await calls.CallAsync(
                NextWave.Name,
                new NextWave.Input(calls.RotationId, component, TargetAction.Apply));
            if (next.Number is { } wave)
            {
                await RunAsync(wave, isPausable: isWatched, isWatched);
                await CompleteAsync(wave);
                any = true;
            }
        }

        return any;
    }

    /// <summary>Completes a wave; nothing of it is sent any more.</summary>
    public Task<bool> CompleteAsync(int wave) => calls.CallAsync(CompleteWave.Name, new CompleteWave.Input(calls.RotationId, wave));

    /// <summary>Waits until no host obeys a command that may still be in flight.</summary>
    /// <param name="action">Only commands of this kind; null for all.</param>
    public async Task WaitForLateCommandsAsync(TargetAction? action)
    {
        ReadLateRunCommands.Result late = await calls.CallAsync(
            ReadLateRunCommands.Name,
            new ReadLateRunCommands.Input(calls.RotationId, action));
        if (late.Until is { } until && until.UtcDateTime > calls.Now)
        {
            await context.CreateTimer(until.UtcDateTime, CancellationToken.None);
        }
    }

    /// <summary>Waits for the end of the wave, and stops the wave when it may not go on.</summary>
    private async Task AttendAsync(int wave, Task running, bool isPausable, bool isWatched)
    {
        while (!running.IsCompleted)
        {
            Task<string> command = listener.Listen();
            Task woken = await (isWatched ? Task.WhenAny(running, command, watchman.Watch()) : Task.WhenAny(running, command));
            if (woken == running)
            {
                return;
            }

            await listener.TakeEventAsync(woken);
            await watchman.HearAsync();
            if (await listener.AbortAsync() is not null || (isPausable && state.IsPaused) || state.Held is not null)
            {
                await calls.CallAsync(StopWave.Name, new StopWave.Input(calls.RotationId, wave));
                isWatched = isWatched && state.Held is null;
            }
        }
    }
}
