using TenantTokens.Durable;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Planning;

namespace TenantTokens.Rotations.Watching;

/// <summary>
/// Looks at the watches of an open rotation again and again, and ends when something has to be held or when the rotation is not watched any
/// more. On level 0 it makes so many looks, on each higher level it runs so many watches of the level below, one after another: no history
/// grows with the time that a gate stays open.
/// </summary>
public sealed class WatchOrchestrator : IOrchestrator<WatchOrchestrator.Input, WatchVerdict>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<Input, WatchVerdict> Name { get; } = new("Watch");

    /// <inheritdoc />
    public Task<WatchVerdict> RunAsync(IOrchestrationContext context, Input input)
        => input.Level > 0 ? RunLevelBelowAsync(new(context), input) : LookAsync(new(context), input);

    private static async Task<WatchVerdict> RunLevelBelowAsync(CountedContext context, Input input)
    {
        WatchVerdict verdict = new();
        while (!context.IsFull && verdict is { HoldCode: null, IsOver: false })
        {
            verdict = await context.CallSubOrchestratorAsync(Name, input with { Level = input.Level - 1 });
        }

        return verdict;
    }

    private static async Task<WatchVerdict> LookAsync(CountedContext context, Input input)
    {
        for (int look = 0; look < Input.Looks && !context.IsFull; look++)
        {
            await context.CreateTimer(input.Interval, CancellationToken.None);
            RotationPhase phase = await context.CallActivityAsync(ReadPhase.Name, input.RotationId, OutageRetry.Policy);
            if (!phase.IsWatched())
            {
                return new(IsOver: true);
            }

            WatchVerdict verdict = await context.CallActivityAsync(
                LookAtWatches.Name,
                new LookAtWatches.Input(input.RotationId),
                OutageRetry.Policy);
            if (verdict.HoldCode is ParkCodes.AgentsLost)
            {
                // Before anybody is woken the fleet is read again: machines that were switched off or taken down explain themselves.
                await context.CallActivityAsync(ReconcileFleet.Name, input.RotationId, OutageRetry.Policy);
                verdict = await context.CallActivityAsync(
                    LookAtWatches.Name,
                    new LookAtWatches.Input(input.RotationId),
                    OutageRetry.Policy);
            }

            if (verdict.HoldCode is not null)
            {
                return verdict;
            }
        }

        return new();
    }

    /// <summary>Which rotation to watch. Kept in histories: changes by addition only.</summary>
    /// <param name="RotationId">The rotation.</param>
    /// <param name="Interval">Between two looks.</param>
    /// <param name="Level">0: it looks itself. Above: it runs watches of the level below.</param>
    public sealed record Input(string RotationId, TimeSpan Interval, int Level = 0)
    {
        /// <summary>How many looks one orchestration makes: an hour's, by default.</summary>
        public const int Looks = 60;

        /// <summary>The level that a rotation starts: with one look a minute it lasts years.</summary>
        public const int TopLevel = 2;
    }
}
