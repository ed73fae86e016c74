using TenantTokens.Durable;
using TenantTokens.Rotations.Activities;
using TenantTokens.Watches;

namespace TenantTokens.Rotations;

/// <summary>
/// Looks at the watches of an open rotation again and again, and ends when something has to be held, when the rotation is not open any more, or after so
/// many looks: the rotation starts it anew, so no history grows with the time that a gate stays open.
/// </summary>
public sealed class WatchOrchestrator : IOrchestrator<WatchInput, WatchVerdict>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<WatchInput, WatchVerdict> Name { get; } = new("Watch");

    /// <inheritdoc />
    public async Task<WatchVerdict> RunAsync(IOrchestrationContext context, WatchInput input)
    {
        for (int look = 0; look < WatchInput.Looks; look++)
        {
            await context.CreateTimer(input.Interval, CancellationToken.None);
            RotationPhase phase = await context.CallActivityAsync(ReadPhase.Name, input.RotationId, WaveInput.Outage);
            if (!phase.IsWatched())
            {
                break;
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
