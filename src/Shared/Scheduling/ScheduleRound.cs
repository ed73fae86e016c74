using Microsoft.Extensions.Logging;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations.Driving;

namespace TenantTokens.Scheduling;

/// <summary>Asks the schedules of all environments what is due, and wakes whatever is open. Every host does it by the clock.</summary>
public sealed partial class ScheduleRound(
    RotationOptions options,
    ScheduleDispatcher dispatcher,
    RotationWaker waker,
    ILogger<ScheduleRound> logger)
{
    /// <summary>Asks once. One environment's outage stops neither the others nor the next round.</summary>
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

    /// <summary>What came of asking the schedule of one environment.</summary>
    /// <param name="EnvironmentId">The environment.</param>
    /// <param name="Answer">What the schedule says; null when it could not be asked, or when what it opened could not be woken.</param>
    /// <param name="Failure">The type of what went wrong, which holds no secret; null when nothing did.</param>
    public sealed record Result(string EnvironmentId, ScheduleAnswer? Answer, string? Failure);
}
