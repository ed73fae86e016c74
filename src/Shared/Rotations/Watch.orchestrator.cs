using TenantTokens.Durable;
using TenantTokens.Rotations.Activities;
using TenantTokens.Watches;

namespace TenantTokens.Rotations;

/// <summary>
/// Looks at the watches of an open rotation again and again, and ends when something has to be held or when the rotation is not watched any more. On level 0
/// it makes so many looks, on each higher level it runs so many watches of the level below, one after another: no history grows with the time that a gate
/// stays open.
/// </summary>
public sealed class WatchOrchestrator : IOrchestrator<WatchInput, WatchVerdict>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<WatchInput, WatchVerdict> Name { get; } = new("Watch");

    /// <inheritdoc />
    public Task<WatchVerdict> RunAsync(IOrchestrationContext context, WatchInput input)
        => input.Level > 0 ? RunLevelBelowAsync(new(context), input) : LookAsync(new(context), input);

    private static async Task<WatchVerdict> RunLevelBelowAsync(CountedContext context, WatchInput input)
    {
        WatchVerdict verdict = new();
        while (!context.IsFull && verdict is { HoldCode: null, IsOver: false })
        {
            verdict = await context.CallSubOrchestratorAsync(Name, input with { Level = input.Level - 1 });
        }

        return verdict;
    }

    private static async Task<WatchVerdict> LookAsync(CountedContext context, WatchInput input)
    {
        for (int look = 0; look < WatchInput.Looks && !context.IsFull; look++)
        {
            await context.CreateTimer(input.Interval, CancellationToken.None);
            RotationPhase phase = await context.CallActivityAsync(ReadPhase.Name, input.RotationId, WaveInput.Outage);
            if (!phase.IsWatched())
            {
                return new(IsOver: true);
            }

            WatchVerdict verdict = await context.CallActivityAsync(LookAtWatches.Name, new LookInput(input.RotationId), WaveInput.Outage);
            if (verdict.HoldCode is HoldCodes.AgentsLost)
            {
                // Before anybody is woken the fleet is read again: machines that were switched off or taken down explain themselves.
                await context.CallActivityAsync(ReconcileFleet.Name, input.RotationId, WaveInput.Outage);
                verdict = await context.CallActivityAsync(LookAtWatches.Name, new LookInput(input.RotationId), WaveInput.Outage);
            }

            if (verdict.HoldCode is not null)
            {
                return verdict;
            }
        }

        return new();
    }
}
