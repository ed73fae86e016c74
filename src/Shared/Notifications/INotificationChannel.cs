namespace TenantTokens.Notifications;

/// <summary>A way to reach people.</summary>
public interface INotificationChannel
{
    /// <summary>The channel's name in the audit trail, for example Teams.</summary>
    string Name { get; }

    /// <summary>
    /// Delivers a notification, with retries where they help. It may arrive twice; it may not be lost without a result that says so.
    /// </summary>
    Task<NotificationResult> SendAsync(Notification notification, CancellationToken cancellationToken);
}
