using TenantTokens.Rotations;
using TenantTokens.Schedules;

namespace TenantTokens.Local.Hosting;

/// <summary>Asks the schedules of all environments at once and then every 15 minutes, and starts what they open.</summary>
/// <param name="dispatcher">Decides and opens.</param>
/// <param name="environments">Their ids.</param>
/// <param name="start">Starts a rotation's orchestration unless it is alive.</param>
/// <param name="time">The clock.</param>
/// <param name="output">Where it says what it started.</param>
/// <param name="errors">Where it says what it could not ask: that is asked again.</param>
internal sealed class ScheduleTimer(
    ScheduleDispatcher dispatcher, IReadOnlyList<string> environments, Func<RotationRecord, CancellationToken, Task> start, TimeProvider time, TextWriter output, TextWriter errors)
{
    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(ScheduleDispatcher.AskEvery, time);
        try
        {
            do
            {
                foreach (string environment in environments)
                {
                    await AskAsync(environment, cancellationToken);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task AskAsync(string environment, CancellationToken cancellationToken)
    {
        try
        {
            ScheduleAnswer answer = await dispatcher.AskAsync(environment, cancellationToken);
            if (answer.Rotation is { } rotation)
            {
                await start(rotation, cancellationToken);
            }

            if (answer.WasOpened)
            {
                await output.WriteLineAsync($"Started {answer.Rotation!.RotationId} of {environment}. {answer.Answer.Reason}");
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // One environment's outage stops neither the others nor the next question.
            await errors.WriteLineAsync($"The schedule of {environment} could not be asked ({exception.GetType().Name}); asked again in {ScheduleDispatcher.AskEvery.TotalMinutes} minutes.");
        }
    }
}
