using TenantTokens.Durable;
using TenantTokens.Throttling;

namespace TenantTokens.RunCommand;

/// <summary>The life of one command: send, follow, delete.</summary>
internal sealed class RunCommandLife(
    RunCommandClient client,
    RunCommandRequest request,
    Func<CancellationToken, Task<bool>> maySend,
    Func<RunCommandResult, CancellationToken, Task>? ended,
    TimeSpan pollInterval,
    ISecretScrubber scrubber,
    TimeProvider time)
{
    private const int Tries = 3;
    private const int StderrTail = 1000;

    // How long the sending may wait in all: the command carries a not-after, and our place is wanted by others.
    private TimeSpan _patience = RetryAfter.LongestWait;
    private bool _sent;

    // What the sending saw already: reads are what Azure is shortest of.
    private GetAnswer.Found? _seen;

    public async Task<RunCommandResult> RunAsync(CancellationToken cancellationToken)
        => await SendAsync(cancellationToken) ?? await FollowAsync(cancellationToken);

    /// <summary>Null when the command is there.</summary>
    private async Task<RunCommandResult?> SendAsync(CancellationToken cancellationToken)
    {
        RunCommandResult giveUp = new RunCommandResult.DeadlinePassed();
        for (int attempt = 1; attempt <= Tries; attempt++)
        {
            switch (await client.GetAsync(request.Machine, request.Name, cancellationToken))
            {
                case GetAnswer.Found found:
                    _seen = found;
                    _sent = true;
                    return null;
                case GetAnswer.Throttled throttled when await IsWorthWaitingAsync(throttled.RetryAfter, cancellationToken):
                    attempt--;
                    continue;
                case GetAnswer.Throttled throttled:
                    return End(new RunCommandResult.Throttled(time.GetUtcNow() + throttled.RetryAfter));
                case GetAnswer.Failed when _sent:
                    await WaitAsync(null, cancellationToken);
                    continue;
                case GetAnswer.Failed failed:
                    return End(new RunCommandResult.Refused($"http-{failed.Status}", failed.Message));
            }

            if (!await maySend(cancellationToken))
            {
                return End(new RunCommandResult.NotSent());
            }

            switch (await client.PutAsync(request, cancellationToken))
            {
                case PutAnswer.Accepted accepted:
                    _sent = true;
                    await WaitAsync(accepted.RetryAfter, cancellationToken);
                    return null;
                case PutAnswer.MachineNotRunning:
                    return End(new RunCommandResult.MachineNotRunning());
                case PutAnswer.Gone:
                    return End(new RunCommandResult.Refused("machine-gone", "Azure does not know the machine."));
                case PutAnswer.Refused refused:
                    return End(new RunCommandResult.Refused(refused.Code, refused.Message));
                case PutAnswer.Throttled throttled when await IsWorthWaitingAsync(throttled.RetryAfter, cancellationToken):
                    attempt--;
                    continue;
                case PutAnswer.Throttled throttled:
                    return End(new RunCommandResult.Throttled(time.GetUtcNow() + throttled.RetryAfter));
                case PutAnswer.Conflict conflict:
                    giveUp = _sent ? giveUp : new RunCommandResult.Refused("conflict", conflict.Message);
                    break;
                case PutAnswer.Unanswered unanswered:
                    _sent = true;
                    giveUp = new RunCommandResult.DeadlinePassed { PlatformMessage = unanswered.Message };
                    break;
            }

            await WaitAsync(null, cancellationToken);
        }

        // One more look: the last PUT may have arrived after all.
        _seen = _sent ? await client.GetAsync(request.Machine, request.Name, cancellationToken) as GetAnswer.Found : null;
        return _seen is null ? End(giveUp) : null;
    }

    private async Task<RunCommandResult> FollowAsync(CancellationToken cancellationToken)
    {
        // Half as long again as the script may run, for the way to the host and back: by then its own time limit has passed.
        DateTimeOffset deadline = time.GetUtcNow() + (TimeSpan.FromSeconds(request.TimeoutInSeconds) * 1.5);
        int missing = 0;
        while (true)
        {
            GetAnswer answer = _seen ?? await client.GetAsync(request.Machine, request.Name, cancellationToken);
            _seen = null;
            bool isLate = time.GetUtcNow() >= deadline;
            missing = answer is GetAnswer.Missing ? missing + 1 : 0;
            switch (answer)
            {
                case GetAnswer.Found { View: { IsTerminal: true } view }:
                    return await DeleteAsync(Read(view), cancellationToken);
                case GetAnswer.Found { View: { IsRunning: false } view } when isLate:
                    // It never began, and its own time limit has passed: taken away before it begins late.
                    return await DeleteAsync(new RunCommandResult.DeadlinePassed { PlatformMessage = scrubber.Scrub(view.PlatformMessage) }, cancellationToken);
                case GetAnswer.Throttled throttled when throttled.RetryAfter > RetryAfter.LongestWait:
                    return End(new RunCommandResult.Throttled(time.GetUtcNow() + throttled.RetryAfter));
                case GetAnswer.Missing when missing >= Tries:
                    // Somebody took it away, which kills a running script.
                    return new RunCommandResult.DeadlinePassed { Sent = true };
                case not null when isLate:
                    return End(new RunCommandResult.DeadlinePassed { PlatformMessage = LastWords(answer) });
            }

            TimeSpan? asked = answer switch
            {
                GetAnswer.Found found => found.View.RetryAfter,
                GetAnswer.Throttled throttled => throttled.RetryAfter,
                _ => null,
            };
            await WaitAsync(asked, cancellationToken);
        }
    }

    private RunCommandResult Read(RunCommandView view)
    {
        string platform = scrubber.Scrub(view.PlatformMessage);
        string error = scrubber.Scrub(view.Error);
        if (!view.HasEnded)
        {
            string[] words = [.. new[] { platform, error }.Where(static text => !string.IsNullOrWhiteSpace(text))];
            return new RunCommandResult.Refused("not-started", words.Length > 0 ? string.Join("; ", words) : $"Provisioning {view.ProvisioningState}");
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
            await WaitAsync(throttled.RetryAfter, cancellationToken);
            answer = await client.DeleteAsync(request.Machine, request.Name, cancellationToken);
        }

        bool isGone = answer is DeleteAnswer.Gone || (answer is DeleteAnswer.Accepted && await IsGoneAsync(cancellationToken));
        return result with { Sent = true, DeletePending = !isGone, DeleteProblem = (answer as DeleteAnswer.Failed)?.Message };
    }

    /// <summary>Most are gone at once or a look later. Whatever takes longer is left to the sweep: the place is wanted by other machines.</summary>
    private async Task<bool> IsGoneAsync(CancellationToken cancellationToken)
    {
        if (await client.GetAsync(request.Machine, request.Name, cancellationToken) is GetAnswer.Missing)
        {
            return true;
        }

        await WaitAsync(null, cancellationToken);
        return await client.GetAsync(request.Machine, request.Name, cancellationToken) is GetAnswer.Missing;
    }

    private RunCommandResult End(RunCommandResult result) => result with { Sent = _sent, DeletePending = _sent };

    private async Task<bool> IsWorthWaitingAsync(TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        TimeSpan wait = retryAfter > TimeSpan.Zero ? retryAfter : TimeSpan.FromMilliseconds(100); // zero, again and again, must come to an end too
        if (wait > _patience)
        {
            return false;
        }

        _patience -= wait;
        await WaitAsync(wait, cancellationToken);
        return true;
    }

    // A hint beyond a minute (Arc's PUT may say 200 s) is about the whole operation: we look once a minute all the same.
    private Task WaitAsync(TimeSpan? asked, CancellationToken cancellationToken)
    {
        TimeSpan wait = asked > TimeSpan.Zero ? asked.Value : pollInterval;
        return Task.Delay(wait < RetryAfter.LongestWait ? wait : RetryAfter.LongestWait, time, cancellationToken);
    }
}
