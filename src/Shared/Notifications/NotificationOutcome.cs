namespace TenantTokens.Notifications;

/// <summary>How many channels delivered a notification. Stored in histories: changes by addition only.</summary>
/// <param name="Sent">The number of channels that delivered it.</param>
/// <param name="Failed">The number of channels that did not.</param>
/// <param name="Problems">
/// What went wrong, one sentence each with the channel's name, without a secret; null when nothing went wrong.
/// </param>
public sealed record NotificationOutcome(int Sent, int Failed, IReadOnlyList<string>? Problems = null)
{
    /// <summary>There was no channel to use, or no recipient.</summary>
    public static NotificationOutcome Nothing { get; } = new(0, 0);
}
