using TenantTokens.Fleet;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations;

internal sealed partial class RotationProcedure
{
    /// <summary>Runs a wave as a child. Only this orchestration hears commands; an abort stops the wave through its row in the ledger.</summary>
    private async Task RunWaveAsync(int wave)
    {
        if (await AbortAsync() is not null)
        {
            return;
        }

        Task running = context.CallSubOrchestratorAsync(WaveOrchestrator.Name, new WaveInput(input.RotationId, wave, input.Waits));
        while (!running.IsCompleted)
        {
            Task<string> command = ListenForCommand();
            if (await Task.WhenAny(running, command) == command)
            {
                _command = null;
                if (await AbortAsync() is not null)
                {
                    await CallAsync(StopWave.Name, new StopWaveInput(input.RotationId, wave));
                }
            }
        }

        await running;
    }

    private async Task RunRestoreWavesAsync(Component component)
    {
        while (await CallAsync(NextWave.Name, new NextWaveInput(input.RotationId, component, TargetAction.Restore)) is { Number: { } wave })
        {
            await RunWaveAsync(wave);
            await CallAsync(CompleteWave.Name, new CompleteWaveInput(input.RotationId, wave));
        }
    }

    /// <summary>Gives trouble time to show before more hosts are touched: longer after the first of a component, none after the last.</summary>
    private Task SoakAsync(NextWaveOutcome wave)
        => wave switch
        {
            { IsCanary: true } => WaitAsync(input.Waits.GateSoak),
            { IsLast: false } => WaitAsync(input.Waits.Soak),
            _ => Task.CompletedTask,
        };
}
