namespace TenantTokens.Notifications;

/// <summary>What came of the last message of a rotation over a channel. Changes by addition only.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="Kind">The message.</param>
/// <param name="At">When.</param>
/// <param name="IsSent">Whether it reached somebody.</param>
/// <param name="Problem">What went wrong, in a sentence without a secret; null when nothing did.</param>
/// <param name="FailedInARow">How many messages, this one included, reached nobody since one did.</param>
public sealed record ChannelState(string Channel, NotificationKind Kind, DateTimeOffset At, bool IsSent, string? Problem, int FailedInARow);
