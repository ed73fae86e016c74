using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace TenantTokens.Notifications.Mail;

/// <summary>Retries the submission of a letter. All attempts together are limited by <see cref="NotificationSender.TimeLimit"/>.</summary>
internal static class SmtpResilience
{
    /// <summary>How long one attempt may take, including connecting and signing in.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    private const int Retries = 3;

    /// <summary>
    /// Retries lost connections, timeouts and 4xx answers, which mean "not now" (RFC 5321 §4.2.1). A letter whose acceptance was lost may
    /// arrive twice, with the same Message-ID.
    /// </summary>
    public static ResiliencePipeline ForLetters(TimeProvider time)
        => new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(2),
                UseJitter = true,
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is
                    SocketException or IOException or ServiceNotConnectedException or SmtpProtocolException or TimeoutRejectedException
                    or SmtpCommandException { StatusCode: >= (SmtpStatusCode)400 and < (SmtpStatusCode)500 }),
            })
            .AddTimeout(AttemptTimeout)
            .Build();
}
