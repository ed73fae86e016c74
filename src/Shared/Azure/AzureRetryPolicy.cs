using System.Runtime.ExceptionServices;
using Azure.Core;
using Azure.Core.Pipeline;

namespace TenantTokens.Azure;

/// <summary>
/// Retries as Azure.Core does, on a <see cref="TimeProvider"/>. Azure.Core's own policy accepts no clock, and a class derived from it would
/// itself wait once more for what Retry-After asks for. Azure.Core decides which answers and failures are retried. The waits are also
/// Azure.Core's: what the answer asks for, else 0.8 s, doubled each time, varied by a fifth up or down, at most a minute.
/// </summary>
/// <param name="time">The clock for waits.</param>
/// <param name="jitter">Varies the waits.</param>
/// <param name="maxRetries">The most retries of a request, not counting the first attempt.</param>
internal class AzureRetryPolicy(TimeProvider time, Random jitter, int maxRetries = 3) : HttpPipelinePolicy
{
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public sealed override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        => ProcessAsync(message, pipeline, isAsync: true);

    /// <inheritdoc />
    /// <remarks>Data protection reads its keys synchronously, so its calls to the vault come here.</remarks>
    public sealed override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        => ProcessAsync(message, pipeline, isAsync: false).AsTask().GetAwaiter().GetResult();

    /// <summary>Whether a request may be retried at all.</summary>
    protected virtual bool MayRetry(HttpMessage message) => true;

    private async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline, bool isAsync)
    {
        List<Exception> failures = [];
        for (int retry = 0; ; retry++)
        {
            Exception? failure = await TryAsync(message, pipeline, isAsync);
            if (failure is not null)
            {
                failures.Add(failure);
            }

            if (retry >= maxRetries || !MayRetry(message) || !IsRetriable(message, failure))
            {
                ThrowIfFailed(failure, failures);
                return;
            }

            TimeSpan wait = WaitBefore(message, retry, failure);
            if (isAsync)
            {
                await Task.Delay(wait, time, message.CancellationToken);
            }
            else
            {
                Task.Delay(wait, time, message.CancellationToken).GetAwaiter().GetResult();
            }

            if (message.HasResponse)
            {
                message.Response.Dispose();
            }

            MessageProcessingContext context = message.ProcessingContext;
            context.RetryNumber = retry + 1;
        }
    }

    private static async ValueTask<Exception?> TryAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline, bool isAsync)
    {
        try
        {
            if (isAsync)
            {
                await ProcessNextAsync(message, pipeline);
            }
            else
            {
                ProcessNext(message, pipeline);
            }

            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private static bool IsRetriable(HttpMessage message, Exception? failure) => failure is not null
        ? message.ResponseClassifier.IsRetriable(message, failure)
        : message.Response.IsError && message.ResponseClassifier.IsRetriableResponse(message);

    private static void ThrowIfFailed(Exception? failure, List<Exception> failures)
    {
        if (failure is not null && failures.Count > 1)
        {
            throw new AggregateException($"No answer after {failures.Count} tries.", failures);
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private TimeSpan WaitBefore(HttpMessage message, int retry, Exception? failure)
    {
        TimeSpan wait = _first * Math.Pow(2, retry) * (0.8 + (0.4 * jitter.NextDouble()));
        TimeSpan own = wait < _longest ? wait : _longest;
        TimeSpan? asked = failure is null
            ? RetryAfter.Read(name => message.Response.Headers.TryGetValue(name, out string? value) ? value : null, time)
            : null;
        return asked > own ? asked.Value : own;
    }
}
