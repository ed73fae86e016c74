using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using TenantTokens.Azure;

namespace TenantTokens.Dynatrace;

/// <summary>
/// Decides when a call to Dynatrace is sent again. A wait longer than <see cref="RetryAfter.LongestWait"/> never happens here.
/// </summary>
internal static class DynatraceResilience
{
    /// <summary>How long one attempt of any call may take.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    private const int Retries = 4;

    /// <summary>
    /// For reads: retries connection failures, timeouts, 429, 502, 503 and 504, after the wait that the answer asks for, else exponentially
    /// with jitter.
    /// </summary>
    public static ResiliencePipeline<HttpResponseMessage> ForReads(TimeProvider time, Random jitter)
        => Build(time, jitter, args => args.Outcome switch
        {
            { Exception: HttpRequestException or TimeoutRejectedException } => true,
            { Result: { StatusCode: HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout } response } =>
                RetryAfter.Read(response, time) is not { } wait || wait <= RetryAfter.LongestWait,
            _ => false,
        });

    /// <summary>
    /// For start, finish and cancel: one attempt, with a time limit. The caller reads the token in force before it tries again.
    /// </summary>
    public static ResiliencePipeline<HttpResponseMessage> ForSendingOnce(TimeProvider time)
        => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }.AddTimeout(AttemptTimeout).Build();

    private static ResiliencePipeline<HttpResponseMessage> Build(
        TimeProvider time,
        Random jitter,
        Func<RetryPredicateArguments<HttpResponseMessage>, bool> shouldRetry)
        => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                UseJitter = true,
                Randomizer = jitter.NextDouble,
                ShouldHandle = args => ValueTask.FromResult(shouldRetry(args)),
                DelayGenerator = args => ValueTask.FromResult(
                    args.Outcome.Result is { } response ? WithJitter(RetryAfter.Read(response, time), jitter) : null),
            })
            .AddTimeout(AttemptTimeout)
            .Build();

    // Adds up to a tenth, so that callers who were given the same wait do not return at the same time.
    private static TimeSpan? WithJitter(TimeSpan? wait, Random jitter) => wait * (1 + (jitter.NextDouble() / 10));
}
