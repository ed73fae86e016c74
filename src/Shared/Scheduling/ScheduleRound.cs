using Microsoft.Extensions.Logging;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations.Driving;

namespace TenantTokens.Scheduling;

/// <summary>
/// Asks the schedules of all environments what is due, and wakes the open rotations. Every host does this at regular intervals.
/// </summary>
public sealed partial class ScheduleRound(
    RotationOptions options,
    ScheduleDispatcher dispatcher,
    RotationWaker waker,
    ILogger<ScheduleRound> logger)
{
    /// <summary>Asks every schedule once. An outage of one environment stops neither the others nor the next round.</summary>
    /// <returns>One result for each environment, in the order of the configuration.</returns>
    public async Task<IReadOnlyList<Result>> RunAsync(IDurableClient client, CancellationToken cancellationToken)
    {
        List<Result> results = [];
        foreach (EnvironmentOptions environment in options.Environments)
        {
            results.Add(await AskAsync(environment.Id, client, cancellationToken));
        }

        return results;
    }

    private async Task<Result> AskAsync(string environmentId, IDurableClient client, CancellationToken cancellationToken)
    {
        try
        {
            ScheduleAnswer answer = await dispatcher.AskAsync(environmentId, cancellationToken);
            await waker.WakeAsync(client, environmentId, cancellationToken);
            Log.Asked(logger, environmentId, answer.Answer.Verdict.ToString(), answer.Rotation?.RotationId, answer.WasOpened);
            return new(environmentId, answer, null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            string failure = exception.GetType().Name;
            Log.Failed(logger, environmentId, failure);
            return new(environmentId, null, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            601,
            LogLevel.Information,
            "The schedule of {EnvironmentId} says {Verdict}; open rotation {RotationId}, opened now: {WasOpened}")]
        public static partial void Asked(ILogger logger, string environmentId, string verdict, string? rotationId, bool wasOpened);

        [LoggerMessage(
            602,
            LogLevel.Error,
            "The schedule of {EnvironmentId} could not be checked ({Failure}); it is checked again in the next round")]
        public static partial void Failed(ILogger logger, string environmentId, string failure);
    }

    /// <summary>The result of asking the schedule of one environment.</summary>
    /// <param name="EnvironmentId">The environment's id.</param>
    /// <param name="Answer">The schedule's answer; null when it could not be asked, or when its rotation could not be woken.</param>
    /// <param name="Failure">The type name of the exception, which contains no secret; null when there was none.</param>
    public sealed record Result(string EnvironmentId, ScheduleAnswer? Answer, string? Failure);
}
