using TenantTokens.Durable;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Deleting;

/// <summary>
/// After the end of a rotation that is not swept, or not any more: deletes the run commands that are still on machines, in rounds with
/// growing pauses, until a look finds none or the policy's time for stragglers has passed. When its history is full a child goes on.
/// </summary>
public sealed class RunCommandDeletionOrchestrator : IOrchestrator<RotationInput, DeleteFinishedRunCommands.Result>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<RotationInput, DeleteFinishedRunCommands.Result> Name { get; } = new("CommandDeletion");

    /// <summary>One per rotation.</summary>
    public static string InstanceIdOf(string rotationId) => $"commands-{rotationId}";

    /// <inheritdoc />
    public async Task<DeleteFinishedRunCommands.Result> RunAsync(IOrchestrationContext context, RotationInput input)
    {
        CountedContext counted = new(context);
        for (int round = input.SweepRounds; ; round++)
        {
            DeleteFinishedRunCommands.Result outcome = await RunCommandsLeft.DeleteAsync(counted, input.RotationId, round);
            if (outcome.IsOver)
            {
                return outcome;
            }

            await counted.CreateTimer(input.Waits.StragglerPause(round), CancellationToken.None);
            if (counted.IsFull)
            {
                return await counted.CallSubOrchestratorAsync(Name, input with { SweepRounds = round + 1 });
            }
        }
    }
}
