using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations.Procedure;

internal sealed partial class RotationProcedure
{
    /// <summary>
    /// Runs a wave as a child. Only this orchestration hears commands; an abort or a pause stops the wave through its row in the ledger, and what is in
    /// flight finishes. A wave that may be sent in part begins once it is not paused.
    /// </summary>
    private async Task RunWaveAsync(int wave, bool isPausable = true, bool isWatched = true)
    {
        if (isPausable)
        {
            await WaitWhilePausedAsync();
        }

        if ((isWatched && _held is not null) || await AbortAsync() is not null)
        {
            return;
        }

        await HoldClaimAsync();
        await CallAsync(BeginWave.Name, new BeginWaveInput(input.RotationId, wave));
        Task running = context.CallSubOrchestratorAsync(WaveOrchestrator.Name, new WaveInput(input.RotationId, wave, _waits));
        while (!running.IsCompleted)
        {
            Task<string> command = ListenForCommand();
            Task woken = await (isWatched ? Task.WhenAny(running, command, Watch()) : Task.WhenAny(running, command));
            if (woken == running)
            {
                break;
            }

            if (woken == command)
            {
                _command = null;
            }

            await HearWatchAsync();
            if (await AbortAsync() is not null || (isPausable && _paused) || _held is not null)
            {
                await CallAsync(StopWave.Name, new StopWaveInput(input.RotationId, wave));
                isWatched = isWatched && _held is null;
            }
        }

        await running;
    }

    /// <summary>Gives trouble time to show before more hosts are touched: longer after the first of a component, none after the last.</summary>
    private Task SoakAsync(NextWaveOutcome wave)
        => wave switch
        {
            { IsCanary: true } => SoakAfterCanaryAsync(),
            { IsLast: false } => WaitAsync(static waits => waits.Soak),
            _ => Task.CompletedTask,
        };

    private async Task SoakAfterCanaryAsync()
    {
        await WaitAsync(static waits => waits.GateSoak);
        await LookAfterSoakAsync();
    }
}
