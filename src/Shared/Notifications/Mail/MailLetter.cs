namespace TenantTokens.Notifications.Mail;

/// <summary>
/// One mail to one person. This is not a record: the text contains a link that votes, and must not be printed by accident.
/// </summary>
public sealed class MailLetter
{
    /// <summary>The recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>The recipient's name; null when only the address is known.</summary>
    public string? ToName { get; init; }

    /// <summary>The subject, on one line.</summary>
    public required string Subject { get; init; }

    /// <summary>The content as plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The same content as HTML.</summary>
    public required string Html { get; init; }

    /// <summary>The Message-ID without brackets (RFC 5322 §3.6.4). The same message to the same person always has the same one.</summary>
    public required string MessageId { get; init; }

    /// <summary>The id that all mails of the rotation reply to, so that mail programs show them as one conversation.</summary>
    public required string ThreadId { get; init; }

    /// <summary>When it was written; the Date header.</summary>
    public required DateTimeOffset Date { get; init; }
}
