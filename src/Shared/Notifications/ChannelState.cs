namespace TenantTokens.Notifications;

/// <summary>The result of a rotation's last message through a channel. Changes by addition only.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="Kind">The kind of message.</param>
/// <param name="At">When it was sent (UTC).</param>
/// <param name="IsSent">Whether it reached at least one person.</param>
/// <param name="Problem">What went wrong, in a sentence without a secret; null when nothing did.</param>
/// <param name="FailedInARow">How many messages in a row, including this one, reached nobody.</param>
public sealed record ChannelState(string Channel, NotificationKind Kind, DateTimeOffset At, bool IsSent, string? Problem, int FailedInARow);
