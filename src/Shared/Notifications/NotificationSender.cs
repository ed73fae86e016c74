using Microsoft.Extensions.Logging;
using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Notifications;

/// <summary>
/// Tells all channels side by side and writes into the audit trail what came of it. A channel that fails or hangs is a value: nobody waits for it
/// longer than <see cref="TimeLimit"/>.
/// </summary>
public sealed partial class NotificationSender(
    IEnumerable<INotificationChannel> channels, ISecretScrubber scrubber, AuditTrail audit, TimeProvider time, ILogger<NotificationSender> logger)
{
    /// <summary>How long a notification may hold its rotation up, all retries included.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly INotificationChannel[] _channels = [.. channels];

    /// <summary>True when there is anybody to tell.</summary>
    public bool HasChannels => _channels.Length > 0;

    /// <summary>Sends it, scrubbed of secrets. Throws nothing but the cancellation of its caller.</summary>
    public async Task<NotificationOutcome> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Notification scrubbed = notification.Scrubbed(scrubber);
        bool[] sent = await Task.WhenAll(_channels.Select(channel => SendAsync(channel, scrubbed, cancellationToken)));
        return new(sent.Count(static one => one), sent.Count(static one => !one));
    }

    private async Task<bool> SendAsync(INotificationChannel channel, Notification notification, CancellationToken cancellationToken)
    {
        NotificationResult result = await TryAsync(channel, notification, cancellationToken);
        string detail = result.Problem is { } problem ? $"{channel.Name}: {notification.Kind}: {scrubber.Scrub(problem)}" : $"{channel.Name}: {notification.Kind}: {notification.Title}";
        try
        {
            await audit.AddAsync(notification.RotationId, result.IsSent ? "notified" : "notification-failed", AuditEvent.Product, detail, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotAudited(logger, notification.RotationId, detail, exception.GetType().Name, scrubber.Scrub(exception.Message));
        }

        if (!result.IsSent)
        {
            Log.NotSent(logger, notification.RotationId, detail);
        }

        return result.IsSent;
    }

    private async Task<NotificationResult> TryAsync(INotificationChannel channel, Notification notification, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(TimeLimit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // WaitAsync: not even a channel that ignores its token holds the rotation up.
            return await channel.SendAsync(notification, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return NotificationResult.Failed($"It was not taken within {TimeLimit.TotalSeconds:0} s.");
        }
        catch (Exception exception)
        {
            return NotificationResult.Failed($"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Rotation {RotationId}: a notification was not sent. {Detail}")]
        public static partial void NotSent(ILogger logger, string rotationId, string detail);

        [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Rotation {RotationId}: what came of a notification is not in the audit trail ({Exception}: {Problem}). {Detail}")]
        public static partial void NotAudited(ILogger logger, string rotationId, string detail, string exception, string problem);
    }
}
