namespace TenantTokens.Notifications;

/// <summary>One fact beside a notification's text.</summary>
/// <param name="Title">The label, one or two words.</param>
/// <param name="Value">The value, on one line.</param>
public sealed record NotificationFact(string Title, string Value);
