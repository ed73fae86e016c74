using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using TenantTokens.Azure;

namespace TenantTokens.Notifications;

/// <summary>
/// Retries the posting of a notification. All attempts together are limited by <see cref="NotificationSender.TimeLimit"/>.
/// </summary>
internal static class NotificationResilience
{
    /// <summary>How long one attempt may take.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait between two attempts. When the server asks for a longer one, the channel gives up.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private const int Retries = 4;

    /// <summary>
    /// Retries connection failures, timeouts, 429, 502, 503 and 504, after the wait that the answer asks for, else exponentially with
    /// jitter. A post whose answer was lost may arrive twice, which is better than not at all.
    /// </summary>
    public static ResiliencePipeline<HttpResponseMessage> ForPosts(TimeProvider time)
        => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(10),
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(IsWorthRepeating(args.Outcome, time)),
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result is { } response ? RetryAfter.Read(response, time) : null),
            })
            .AddTimeout(AttemptTimeout)
            .Build();

    private static bool IsWorthRepeating(Outcome<HttpResponseMessage> outcome, TimeProvider time) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result: { StatusCode: HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout } response } =>
            RetryAfter.Read(response, time) is not { } wait || wait <= LongestWait,
        _ => false,
    };
}
