using TenantTokens.Notifications;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Deleting;

/// <summary>One round of deleting the run commands that are left on machines.</summary>
internal static class RunCommandsLeft
{
    /// <summary>The round that reports commands that stay. In the round before it, most deletions are only accepted by Azure.</summary>
    private const int ToldInRound = 1;

    /// <summary>
    /// Deletes what can be deleted. It sends one message about commands that stay, and another when no further round will come.
    /// </summary>
    public static async Task<DeleteFinishedRunCommands.Result> DeleteAsync(CountedContext context, string rotationId, int round)
    {
        DeleteFinishedRunCommands.Result outcome = await context.CallActivityAsync(
            DeleteFinishedRunCommands.Name,
            rotationId,
            OutageRetry.Policy);
        if (outcome.Left > 0 && (round is ToldInRound || outcome.IsOver))
        {
            await context.CallActivityAsync(
                Notify.Name,
                new Notify.Input(rotationId, NotificationKind.RunCommandsLeft),
                OutageRetry.Policy);
        }

        return outcome;
    }
}
