using TenantTokens.Azure;
using TenantTokens.Durable;

namespace TenantTokens.RunCommand;

/// <summary>Follows a command that was sent until it has ended, then deletes it.</summary>
internal sealed class RunCommandFollowing(
    RunCommandClient client,
    RunCommandRequest request,
    Func<RunCommandResult, CancellationToken, Task>? ended,
    RunCommandWaits waits,
    ISecretScrubber scrubber,
    TimeProvider time)
{
    private const int StderrTail = 1000;

    /// <param name="seen">The last GET of the sending; null when there was none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<RunCommandResult> RunAsync(GetAnswer.Found? seen, CancellationToken cancellationToken)
    {
        // This is one and a half times the script's time limit, to allow for the way to the host and back. By then the script's own time
        // limit has passed.
        DateTimeOffset deadline = time.GetUtcNow() + (TimeSpan.FromSeconds(request.TimeoutInSeconds) * 1.5);
        int missing = 0;
        while (true)
        {
            GetAnswer answer = seen ?? await client.GetAsync(request.Machine, request.Name, cancellationToken);
            seen = null;
            bool isLate = time.GetUtcNow() >= deadline;
            missing = answer is GetAnswer.Missing ? missing + 1 : 0;
            switch (answer)
            {
                case GetAnswer.Found { View: { IsTerminal: true } view }:
                    return await DeleteAsync(Read(view), cancellationToken);
                case GetAnswer.Found { View: { IsRunning: false } view } when isLate:
                    // The script never began, and its own time limit has passed. The command is deleted before it begins late.
                    RunCommandResult late = new RunCommandResult.DeadlinePassed { PlatformMessage = scrubber.Scrub(view.PlatformMessage) };
                    return await DeleteAsync(late, cancellationToken);
                case GetAnswer.Throttled throttled when throttled.RetryAfter > RetryAfter.LongestWait:
                    return Left(new RunCommandResult.Throttled(time.GetUtcNow() + throttled.RetryAfter));
                case GetAnswer.Missing when missing >= RunCommandWaits.Tries:
                    // Something else deleted the command, which kills a running script.
                    return new RunCommandResult.DeadlinePassed { Sent = true };
                case not null when isLate:
                    return Left(new RunCommandResult.DeadlinePassed { PlatformMessage = LastWords(answer) });
            }

            TimeSpan? asked = answer switch
            {
                GetAnswer.Found found => found.View.RetryAfter,
                GetAnswer.Throttled throttled => throttled.RetryAfter,
                _ => null,
            };
            await waits.WaitAsync(asked, cancellationToken);
        }
    }

    private RunCommandResult Read(RunCommandView view)
    {
        string platform = scrubber.Scrub(view.PlatformMessage);
        string error = scrubber.Scrub(view.Error);
        if (!view.HasEnded)
        {
            string[] words = [.. new[] { platform, error }.Where(static text => !string.IsNullOrWhiteSpace(text))];
            return new RunCommandResult.Refused(
                "not-started",
                words.Length > 0 ? string.Join("; ", words) : $"Provisioning {view.ProvisioningState}");
        }

        bool wasKilled = view.ExecutionState is "TimedOut" or "Canceled";
        return new RunCommandResult.Completed(
            wasKilled ? -1 : view.ExitCode ?? -1,
            HostReportParser.Parse(scrubber.Scrub(view.Output)),
            error.Length > StderrTail ? error[^StderrTail..] : error) { PlatformMessage = platform };
    }

    private string LastWords(GetAnswer answer) => answer switch
    {
        GetAnswer.Found found => scrubber.Scrub(found.View.PlatformMessage),
        GetAnswer.Failed failed => failed.Message,
        _ => string.Empty,
    };

    private async Task<RunCommandResult> DeleteAsync(RunCommandResult result, CancellationToken cancellationToken)
    {
        if (ended is not null)
        {
            await ended(result with { Sent = true, DeletePending = true }, cancellationToken);
        }

        DeleteAnswer answer = await client.DeleteAsync(request.Machine, request.Name, cancellationToken);
        if (answer is DeleteAnswer.Throttled throttled && throttled.RetryAfter <= RetryAfter.LongestWait)
        {
            await waits.WaitAsync(throttled.RetryAfter, cancellationToken);
            answer = await client.DeleteAsync(request.Machine, request.Name, cancellationToken);
        }

        bool isGone = answer is DeleteAnswer.Gone || (answer is DeleteAnswer.Accepted && await IsGoneAsync(cancellationToken));
        return result with { Sent = true, DeletePending = !isGone, DeleteProblem = (answer as DeleteAnswer.Failed)?.Message };
    }

    /// <summary>
    /// Whether the command is gone. Most are gone at once or at the next GET. Slower deletions are checked later, because other machines
    /// are waiting for this slot.
    /// </summary>
    private async Task<bool> IsGoneAsync(CancellationToken cancellationToken)
    {
        if (await client.GetAsync(request.Machine, request.Name, cancellationToken) is GetAnswer.Missing)
        {
            return true;
        }

        await waits.WaitAsync(null, cancellationToken);
        return await client.GetAsync(request.Machine, request.Name, cancellationToken) is GetAnswer.Missing;
    }

    /// <summary>Returns the result of a command that stays on the machine.</summary>
    private static RunCommandResult Left(RunCommandResult result) => result with { Sent = true, DeletePending = true };
}
