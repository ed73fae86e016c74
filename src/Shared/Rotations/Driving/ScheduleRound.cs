using Microsoft.Extensions.Logging;
using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Schedules;

namespace TenantTokens.Rotations.Driving;

/// <summary>Asks the schedules of all environments what is due, and wakes whatever is open.</summary>
public sealed partial class ScheduleRound(RotationOptions options, ScheduleDispatcher dispatcher, RotationWaker waker, ILogger<ScheduleRound> logger)
{
    /// <summary>Asks once. One environment's outage stops neither the others nor the next round.</summary>
    public async Task RunAsync(IDurableClient client, CancellationToken cancellationToken)
    {
        foreach (EnvironmentOptions environment in options.Environments)
        {
            try
            {
                ScheduleAnswer answer = await dispatcher.AskAsync(environment.Id, cancellationToken);
                await waker.WakeAsync(client, environment.Id, cancellationToken);
                Log.Asked(logger, environment.Id, answer.Answer.Verdict.ToString(), answer.Rotation?.RotationId, answer.WasOpened);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Failed(logger, environment.Id, exception.GetType().Name);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(601, LogLevel.Information, "The schedule of {EnvironmentId} says {Verdict}; open rotation {RotationId}, opened now: {WasOpened}")]
        public static partial void Asked(ILogger logger, string environmentId, string verdict, string? rotationId, bool wasOpened);

        [LoggerMessage(602, LogLevel.Error, "The schedule of {EnvironmentId} could not be asked ({Failure}); it is asked again in the next round")]
        public static partial void Failed(ILogger logger, string environmentId, string failure);
    }
}
