using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Sweeping;

/// <summary>
/// Runs after finish, in rounds with growing pauses: machines that were off get the new token when they come back, and run commands that
/// could not be deleted are deleted. It ends after the policy's time or when a new rotation begins; then the old vault version is disabled.
/// When its history is full, a child continues.
/// </summary>
public sealed class SweepOrchestrator : IOrchestrator<RotationInput, EndSweep.Result>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<RotationInput, EndSweep.Result> Name { get; } = new("Sweep");

    /// <summary>Returns the instance id; there is one sweep per rotation.</summary>
    public static string InstanceIdOf(string rotationId) => $"sweep-{rotationId}";

    /// <inheritdoc />
    public async Task<EndSweep.Result> RunAsync(IOrchestrationContext context, RotationInput input)
    {
        CountedContext counted = new(context);
        int round = input.SweepRounds;
        await counted.CallActivityAsync(ReconcileFleet.Name, input.RotationId, OutageRetry.Policy);
        while (await counted.CallActivityAsync(BeginSweepRound.Name, input.RotationId, OutageRetry.Policy) is { IsOver: false } begun)
        {
            await (begun.IsHeld ? Task.CompletedTask : RunRoundAsync(counted, input));
            await RunCommandsLeft.DeleteAsync(counted, input.RotationId, round);
            await counted.CreateTimer(input.Waits.StragglerPause(round++), CancellationToken.None);
            if (counted.IsFull)
            {
                return await counted.CallSubOrchestratorAsync(Name, input with { SweepRounds = round });
            }

            await counted.CallActivityAsync(ReconcileFleet.Name, input.RotationId, OutageRetry.Policy);
        }

        return await counted.CallActivityAsync(EndSweep.Name, input.RotationId, OutageRetry.Policy);
    }

    private static async Task RunRoundAsync(CountedContext context, RotationInput input)
    {
        foreach (Component component in ComponentOrder.ActiveGatesFirst)
        {
            if (await context.CallActivityAsync(
                NextWave.Name,
                new NextWave.Input(input.RotationId, component, TargetAction.Apply),
                OutageRetry.Policy) is { Number: { } wave })
            {
                await context.CallSubOrchestratorAsync(
                    WaveOrchestrator.Name,
                    new WaveOrchestrator.Input(input.RotationId, wave, input.Waits));
                await context.CallActivityAsync(CompleteWave.Name, new CompleteWave.Input(input.RotationId, wave), OutageRetry.Policy);
            }
        }
    }
}
