using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using TenantTokens.Azure;

namespace TenantTokens.Notifications;

/// <summary>When a notification is posted again. The limit over all attempts is <see cref="NotificationSender.TimeLimit"/>.</summary>
internal static class NotificationResilience
{
    /// <summary>How long one attempt may take.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait that is done on the spot; whoever asks for more is given up.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private const int Retries = 4;

    /// <summary>
    /// Again on connection failures, timeouts, 429, 502, 503 and 504, after the wait asked for, else exponentially with jitter. A post
    /// whose answer was lost may arrive twice: better than never.
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
