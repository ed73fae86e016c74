using TenantTokens.Azure;
using TenantTokens.Durable;

namespace TenantTokens.RunCommand;

/// <summary>Follows a command that was sent until it has ended, and deletes it.</summary>
internal sealed class RunCommandFollowing(
    RunCommandClient client,
    RunCommandRequest request,
    Func<RunCommandResult, CancellationToken, Task>? ended,
    RunCommandWaits waits,
    ISecretScrubber scrubber,
    TimeProvider time)
{
    private const int StderrTail = 1000;

    /// <param name="seen">What the sending saw of it already; null for nothing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<RunCommandResult> RunAsync(GetAnswer.Found? seen, CancellationToken cancellationToken)
    {
        // Half as long again as the script may run, for the way to the host and back: by then its own time limit has passed.
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
                    // It never began, and its own time limit has passed: taken away before it begins late.
                    RunCommandResult late = new RunCommandResult.DeadlinePassed { PlatformMessage = scrubber.Scrub(view.PlatformMessage) };
                    return await DeleteAsync(late, cancellationToken);
                case GetAnswer.Throttled throttled when throttled.RetryAfter > RetryAfter.LongestWait:
                    return Left(new RunCommandResult.Throttled(time.GetUtcNow() + throttled.RetryAfter));
                case GetAnswer.Missing when missing >= RunCommandWaits.Tries:
                    // Somebody took it away, which kills a running script.
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
    /// Most are gone at once or a look later. Whatever takes longer is left to the sweep: the place is wanted by other machines.
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

    /// <summary>It is left on the machine.</summary>
    private static RunCommandResult Left(RunCommandResult result) => result with { Sent = true, DeletePending = true };
}
