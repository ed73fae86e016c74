namespace TenantTokens.Notifications.Mail;

/// <summary>One mail to one person. Not a record: its words hold a link that votes, and nothing may print them by accident.</summary>
public sealed class MailLetter
{
    /// <summary>The receiver's address.</summary>
    public required string To { get; init; }

    /// <summary>The receiver's name; null when nothing but the address is known.</summary>
    public string? ToName { get; init; }

    /// <summary>One line.</summary>
    public required string Subject { get; init; }

    /// <summary>The words as plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The same as HTML.</summary>
    public required string Html { get; init; }

    /// <summary>
    /// Its Message-ID without brackets (RFC 5322 §3.6.4): the same for the same message to the same person, whenever it is sent.
    /// </summary>
    public required string MessageId { get; init; }

    /// <summary>What it and all other mails of the rotation answer to, so that they are shown as one conversation.</summary>
    public required string ThreadId { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Date { get; init; }
}
