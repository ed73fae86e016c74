namespace TenantTokens.Notifications;

/// <summary>How many channels have taken a notification. Kept in histories: changes by addition only.</summary>
/// <param name="Sent">Those that have.</param>
/// <param name="Failed">Those that have not.</param>
public sealed record NotificationOutcome(int Sent, int Failed)
{
    /// <summary>There was nobody or nothing to tell.</summary>
    public static NotificationOutcome Nothing { get; } = new(0, 0);
}
