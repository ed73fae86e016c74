using TenantTokens.Azure;

namespace TenantTokens.RunCommand;

/// <summary>The pauses in the life of one command.</summary>
/// <param name="pollInterval">Between two looks, unless Azure names another time.</param>
/// <param name="time">The clock.</param>
internal sealed class RunCommandWaits(TimeSpan pollInterval, TimeProvider time)
{
    /// <summary>How often something that may be a mistake of the moment is asked again.</summary>
    public const int Tries = 3;

    // How long the sending may wait in all: the command carries a not-after, and our place is wanted by others.
    private TimeSpan _patience = RetryAfter.LongestWait;

    /// <summary>
    /// Waits until the next look. A hint beyond a minute (Arc's PUT may say 200 s) is about the whole operation: we look once a minute all
    /// the same.
    /// </summary>
    /// <param name="asked">What Azure asked for; null when it did not.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task WaitAsync(TimeSpan? asked, CancellationToken cancellationToken)
    {
        TimeSpan wait = asked > TimeSpan.Zero ? asked.Value : pollInterval;
        return Task.Delay(wait < RetryAfter.LongestWait ? wait : RetryAfter.LongestWait, time, cancellationToken);
    }

    /// <summary>Waits as a throttled sending is asked to, unless that takes too long in all.</summary>
    /// <returns>Whether it has waited.</returns>
    public async Task<bool> TryWaitAsync(TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        // zero, again and again, must come to an end too
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
