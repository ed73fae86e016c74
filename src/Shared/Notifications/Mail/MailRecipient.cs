namespace TenantTokens.Notifications.Mail;

/// <summary>Somebody who is written to.</summary>
/// <param name="Name">The name, as votes and audit trail have it.</param>
/// <param name="Address">The mail address; null when none is known.</param>
/// <param name="IsNamed">Whether the message is for them by name; false for operators, who are told of everything.</param>
internal sealed record MailRecipient(string Name, string? Address, bool IsNamed);
