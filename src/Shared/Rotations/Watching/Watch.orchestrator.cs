using TenantTokens.Durable;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Planning;

namespace TenantTokens.Rotations.Watching;

/// <summary>
/// Checks an open rotation again and again, and ends when there is a reason to park or when the rotation is no longer watched. On level 0
/// it makes a number of checks; on each higher level it runs watches of the level below, one after another, until its history is full. So
/// no history grows with the time that a gate stays open.
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
                // The fleet is read again before a person is alerted, so that machines that were switched off or removed are explained.
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

    /// <summary>The rotation to watch. Stored in histories: changes by addition only.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="Interval">The time between two checks.</param>
    /// <param name="Level">0 to check directly; above, to run watches of the level below.</param>
    public sealed record Input(string RotationId, TimeSpan Interval, int Level = 0)
    {
        /// <summary>How many checks one orchestration makes: by default those of an hour.</summary>
        public const int Looks = 60;

        /// <summary>The level that a rotation starts with. With one check a minute it lasts for years.</summary>
        public const int TopLevel = 2;
    }
}
