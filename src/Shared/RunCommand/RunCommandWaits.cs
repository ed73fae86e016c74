using TenantTokens.Azure;

namespace TenantTokens.RunCommand;

/// <summary>The waits while one command is sent and followed.</summary>
/// <param name="pollInterval">The time between two GETs when Azure suggests none.</param>
/// <param name="time">The clock.</param>
internal sealed class RunCommandWaits(TimeSpan pollInterval, TimeProvider time)
{
    /// <summary>How often a request is tried whose failure may be temporary.</summary>
    public const int Tries = 3;

    // The most that the sending may wait in total: the command carries a not-after, and other machines wait for this slot.
    private TimeSpan _patience = RetryAfter.LongestWait;

    /// <summary>
    /// Waits until the next GET, at most a minute. A longer suggestion (Arc's PUT may say 200 s) is about the whole operation.
    /// </summary>
    /// <param name="asked">The wait that Azure suggested; null when it suggested none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task WaitAsync(TimeSpan? asked, CancellationToken cancellationToken)
    {
        TimeSpan wait = asked > TimeSpan.Zero ? asked.Value : pollInterval;
        return Task.Delay(wait < RetryAfter.LongestWait ? wait : RetryAfter.LongestWait, time, cancellationToken);
    }

    /// <summary>Waits as long as a throttled request is asked to, unless all waits together would take too long.</summary>
    /// <returns>True after the wait; false when it would take too long.</returns>
    public async Task<bool> TryWaitAsync(TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        // Repeated requests for a wait of zero must also come to an end.
        TimeSpan wait = retryAfter > TimeSpan.Zero ? retryAfter : TimeSpan.FromMilliseconds(100);
        if (wait > _patience)
        {
            return false;
        }

        _patience -= wait;
        await WaitAsync(wait, cancellationToken);
        return true;
    }
}
