namespace TenantTokens.Notifications;

/// <summary>One way to reach people.</summary>
public interface INotificationChannel
{
    /// <summary>How the audit trail calls it, for example Teams.</summary>
    string Name { get; }

    /// <summary>Delivers a notification, tried again where that helps. Delivering it twice is allowed, losing it silently is not.</summary>
    Task<NotificationResult> SendAsync(Notification notification, CancellationToken cancellationToken);
}
