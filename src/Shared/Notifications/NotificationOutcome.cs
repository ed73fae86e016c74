namespace TenantTokens.Notifications;

/// <summary>How many channels have taken a notification. Kept in histories: changes by addition only.</summary>
/// <param name="Sent">Those that have.</param>
/// <param name="Failed">Those that have not.</param>
/// <param name="Problems">What went wrong, one sentence each with the channel's name, without a secret; null when nothing did.</param>
public sealed record NotificationOutcome(int Sent, int Failed, IReadOnlyList<string>? Problems = null)
{
    /// <summary>There was nobody or nothing to tell.</summary>
    public static NotificationOutcome Nothing { get; } = new(0, 0);
}
