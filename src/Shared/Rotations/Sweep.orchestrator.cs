using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Rotations.Activities;
using TenantTokens.Rotations.Procedure;

namespace TenantTokens.Rotations;

/// <summary>
/// After finish: machines that were off get the new token when they come back, and run commands that could not be deleted are, in rounds with growing pauses. It ends after the policy's time or when a
/// new rotation begins; then the old vault version is disabled. When its history is full a child goes on.
/// </summary>
public sealed class SweepOrchestrator : IOrchestrator<RotationInput, SweepEnd>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<RotationInput, SweepEnd> Name { get; } = new("Sweep");

    /// <summary>One sweep per rotation.</summary>
    public static string InstanceIdOf(string rotationId) => $"sweep-{rotationId}";

    /// <inheritdoc />
    public async Task<SweepEnd> RunAsync(IOrchestrationContext context, RotationInput input)
    {
        CountedContext counted = new(context);
        int round = input.SweepRounds;
        await counted.CallActivityAsync(ReconcileFleet.Name, input.RotationId, WaveInput.Outage);
        while (await counted.CallActivityAsync(BeginSweepRound.Name, input.RotationId, WaveInput.Outage) is { IsOver: false } begun)
        {
            await (begun.IsHeld ? Task.CompletedTask : RunRoundAsync(counted, input));
            await CommandsLeft.DeleteAsync(counted, input.RotationId, round);
            await counted.CreateTimer(input.Waits.StragglerPause(round++), CancellationToken.None);
            if (counted.IsFull)
            {
                return await counted.CallSubOrchestratorAsync(Name, input with { SweepRounds = round });
            }

            await counted.CallActivityAsync(ReconcileFleet.Name, input.RotationId, WaveInput.Outage);
        }

        return await counted.CallActivityAsync(EndSweep.Name, input.RotationId, WaveInput.Outage);
    }

    private static async Task RunRoundAsync(CountedContext context, RotationInput input)
    {
        foreach (Component component in (Component[])[Component.ActiveGate, Component.OneAgent])
        {
            if (await context.CallActivityAsync(NextWave.Name, new NextWaveInput(input.RotationId, component, TargetAction.Apply), WaveInput.Outage) is { Number: { } wave })
            {
                await context.CallSubOrchestratorAsync(WaveOrchestrator.Name, new WaveInput(input.RotationId, wave, input.Waits));
                await context.CallActivityAsync(CompleteWave.Name, new CompleteWaveInput(input.RotationId, wave), WaveInput.Outage);
            }
        }
    }
}
