namespace TenantTokens.Notifications.Mail;

/// <summary>A person who gets a mail.</summary>
/// <param name="Name">The name, as it is in votes and in the audit trail.</param>
/// <param name="Address">The mail address; null when none is known.</param>
/// <param name="IsNamed">Whether the message is for this person by name; false for operators, who get every message.</param>
internal sealed record MailRecipient(string Name, string? Address, bool IsNamed);
