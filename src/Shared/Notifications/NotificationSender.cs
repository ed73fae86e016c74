using Microsoft.Extensions.Logging;
using TenantTokens.Durable;
using TenantTokens.Failures;
using TenantTokens.Ledger;

namespace TenantTokens.Notifications;

/// <summary>
/// Sends a notification through all channels in parallel and records the results in the audit trail and for the status. A channel that
/// fails or hangs gives a failed result; nothing waits for it longer than <see cref="TimeLimit"/>.
/// </summary>
public sealed partial class NotificationSender(
    IEnumerable<INotificationChannel> channels,
    ISecretScrubber scrubber,
    AuditTrail audit,
    NotificationLedger ledger,
    TimeProvider time,
    ILogger<NotificationSender> logger)
{
    /// <summary>How long a notification may delay its rotation, including all retries.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly INotificationChannel[] _channels = [.. channels];

    /// <summary>True when at least one channel is configured.</summary>
    public bool HasChannels => _channels.Length > 0;

    /// <summary>Removes secrets from the notification and sends it. Throws only when the caller cancels.</summary>
    public async Task<NotificationOutcome> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Notification scrubbed = notification.Scrubbed(scrubber);
        NotificationResult[] results = await Task.WhenAll(_channels.Select(channel => SendAsync(channel, scrubbed, cancellationToken)));
        string[] problems =
        [
            .. _channels.Zip(results)
                .Where(static one => one.Second.Problem is not null)
                .Select(static one => $"{one.First.Name}: {one.Second.Problem}"),
        ];
        return new(
            results.Count(static one => one.IsSent),
            results.Count(static one => !one.IsSent && !one.IsForNobody),
            problems.Length == 0 ? null : problems);
    }

    private async Task<NotificationResult> SendAsync(INotificationChannel channel, Notification notification,
        CancellationToken cancellationToken)
    {
        NotificationResult result = await TryAsync(channel, notification, cancellationToken);
        if (result.IsForNobody)
        {
            return result;
        }

        result = result with { Problem = result.Problem is { } words ? scrubber.Scrub(words) : null };
        try
        {
            await ledger.RecordAsync(notification, channel.Name, result, cancellationToken);
            if (result.IsSent)
            {
                await AuditAsync("notified", notification.Title);
            }

            if (result.Problem is { } problem)
            {
                await AuditAsync("notification-failed", problem);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotAudited(logger, notification.RotationId, channel.Name, notification.Kind, exception.GetType().Name,
                scrubber.Scrub(exception.Message));
        }

        if (result.Problem is { } reason)
        {
            Log.NotSent(logger, notification.RotationId, channel.Name, notification.Kind, reason);
        }

        return result;

        Task AuditAsync(string code, string words)
            => audit.AddAsync(notification.RotationId, code, AuditEvent.Product, $"{channel.Name}: {notification.Kind}: {words}",
                cancellationToken);
    }

    private async Task<NotificationResult> TryAsync(
        INotificationChannel channel,
        Notification notification,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(TimeLimit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // WaitAsync returns even if a channel ignores its token.
            return await channel.SendAsync(notification, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return NotificationResult.Failed($"The channel did not accept it within {TimeLimit.TotalSeconds:0} s.");
        }
        catch (Exception exception)
        {
            Log.Threw(logger, notification.RotationId, channel.Name, exception.GetType().Name, scrubber.Scrub(exception.Message));
            return NotificationResult.Failed(FailureText.From(exception));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1,
            Level = LogLevel.Warning,
            Message = "Rotation {RotationId}: {Channel} did not take {Kind} for everybody. {Problem}")]
        public static partial void NotSent(ILogger logger, string rotationId, string channel, NotificationKind kind, string problem);

        [LoggerMessage(
            EventId = 2,
            Level = LogLevel.Error,
            Message = "Rotation {RotationId}: what came of {Kind} over {Channel} is not in the ledger ({Exception}: {Problem}).")]
        public static partial void NotAudited(
            ILogger logger,
            string rotationId,
            string channel,
            NotificationKind kind,
            string exception,
            string problem);

        [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "Rotation {RotationId}: {Channel} failed: {Exception}: {Problem}")]
        public static partial void Threw(ILogger logger, string rotationId, string channel, string exception, string problem);
    }
}
