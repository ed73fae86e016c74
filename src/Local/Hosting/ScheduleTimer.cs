using TenantTokens.Durable;
using TenantTokens.Scheduling;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Hosting;

/// <summary>Asks the schedules of all environments at once and then every 15 minutes, and reports the results.</summary>
/// <param name="round">Asks the schedules.</param>
/// <param name="engine">Runs what is due.</param>
/// <param name="time">The clock.</param>
/// <param name="output">Where it reports what it started.</param>
/// <param name="errors">Where it reports what it could not ask; that is asked again.</param>
internal sealed class ScheduleTimer(
    ScheduleRound round,
    IDurableClient engine,
    TimeProvider time,
    TerminalWriter output,
    TerminalWriter errors)
{
    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(ScheduleDispatcher.AskEvery, time);
        try
        {
            do
            {
                foreach (ScheduleRound.Result result in await round.RunAsync(engine, cancellationToken))
                {
                    Tell(result);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Cancelled.
        }
    }

    private void Tell(ScheduleRound.Result result)
    {
        if (result.Answer is { WasOpened: true } opened)
        {
            output.WriteLine($"Started {opened.Rotation!.RotationId} of {result.EnvironmentId}. {opened.Answer.Reason}");
        }
        else if (result.Failure is { } failure)
        {
            errors.WriteLine(
                $"The schedule of {result.EnvironmentId} could not be checked ({failure}). It is checked again in"
                    + $" {ScheduleDispatcher.AskEvery.TotalMinutes} minutes.");
        }
    }
}
