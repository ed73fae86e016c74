using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations;

/// <summary>A round of deleting what is left of run commands on machines.</summary>
internal static class CommandsLeft
{
    /// <summary>In the first round most deletions are only on their way: what is left in the next is worth a message.</summary>
    private const int ToldInRound = 1;

    /// <summary>Deletes what can be deleted. Those that stay are told of once, and once more when nobody tries again.</summary>
    public static async Task<SweepOutcome> DeleteAsync(CountedContext context, string rotationId, int round)
    {
        SweepOutcome outcome = await context.CallActivityAsync(SweepCommands.Name, rotationId, WaveInput.Outage);
        if (outcome.Left > 0 && (round is ToldInRound || outcome.IsOver))
        {
            await context.CallActivityAsync(Notify.Name, new NotifyInput(rotationId, NotificationKind.RunCommandsLeft), WaveInput.Outage);
        }

        return outcome;
    }
}
