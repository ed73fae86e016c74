using TenantTokens.Notifications;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Deleting;

/// <summary>A round of deleting what is left of run commands on machines.</summary>
internal static class RunCommandsLeft
{
    /// <summary>In the first round most deletions are only on their way: what is left in the next is worth a message.</summary>
    private const int ToldInRound = 1;

    /// <summary>Deletes what can be deleted. Those that stay are told of once, and once more when nobody tries again.</summary>
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
