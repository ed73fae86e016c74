using TenantTokens.Durable;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Deleting;

/// <summary>
/// Deletes the run commands that are still on machines after the end of a rotation, when it has no sweep or its sweep has ended. It works
/// in rounds with growing pauses until none is found or the policy's time for stragglers has passed. When its history is full, a child
/// continues.
/// </summary>
public sealed class RunCommandDeletionOrchestrator : IOrchestrator<RotationInput, DeleteFinishedRunCommands.Result>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<RotationInput, DeleteFinishedRunCommands.Result> Name { get; } = new("CommandDeletion");

    /// <summary>Returns the instance id; there is one instance per rotation.</summary>
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
