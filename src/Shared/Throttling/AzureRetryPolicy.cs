using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace TenantTokens.Throttling;

/// <summary>
/// Azure.Core's retries, waiting on a clock of ours: Azure.Core's own waits know no <see cref="TimeProvider"/>. The waits are Azure.Core's: what the answer
/// asks for, else 0.8 s, doubled each time, a fifth more or less, at most a minute.
/// </summary>
/// <param name="time">The clock of waits.</param>
/// <param name="jitter">What the fifth is drawn from.</param>
/// <param name="maxRetries">How often a request is sent again at most.</param>
internal class AzureRetryPolicy(TimeProvider time, Random jitter, int maxRetries = 3) : RetryPolicy(maxRetries, new NoDelay())
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    /// <summary>Whether a request may be sent again at all.</summary>
    protected virtual bool MayRetry(HttpMessage message) => true;

    /// <inheritdoc />
    /// <remarks>Data protection reads its keys synchronously, and so asks the vault in that way.</remarks>
    protected sealed override bool ShouldRetry(HttpMessage message, Exception? exception)
    {
        if (!MayRetry(message) || !base.ShouldRetry(message, exception))
        {
            return false;
        }

        WaitAsync(message).GetAwaiter().GetResult();
        return true;
    }

    /// <inheritdoc />
    protected sealed override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception)
    {
        if (!MayRetry(message) || !await base.ShouldRetryAsync(message, exception))
        {
            return false;
        }

        await WaitAsync(message);
        return true;
    }

    private Task WaitAsync(HttpMessage message) => Task.Delay(WaitBefore(message), time, message.CancellationToken);

    private TimeSpan WaitBefore(HttpMessage message)
    {
        TimeSpan wait = s_first * Math.Pow(2, message.ProcessingContext.RetryNumber) * (0.8 + (0.4 * jitter.NextDouble()));
        TimeSpan own = wait < s_longest ? wait : s_longest;
        TimeSpan? asked = message.HasResponse ? RetryAfter.Read(name => message.Response.Headers.TryGetValue(name, out string? value) ? value : null, time) : null;
        return asked > own ? asked.Value : own;
    }

    private sealed class NoDelay : DelayStrategy
    {
        protected override TimeSpan GetNextDelayCore(Response? response, int retryNumber) => TimeSpan.Zero;
    }
}
