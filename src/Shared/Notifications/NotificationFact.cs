namespace TenantTokens.Notifications;

/// <summary>One fact beside a notification's text.</summary>
/// <param name="Title">What it is, in a word or two.</param>
/// <param name="Value">The fact, on one line.</param>
public sealed record NotificationFact(string Title, string Value);
