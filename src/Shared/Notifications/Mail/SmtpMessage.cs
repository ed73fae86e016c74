using MimeKit;
using MimeKit.Utils;

namespace TenantTokens.Notifications.Mail;

/// <summary>Writes a letter as a MIME message. MimeKit folds and encodes every header, so a name cannot start another header.</summary>
internal static class SmtpMessage
{
    private const string Sender = "Token rotation";

    /// <summary>Writes the message with plain text and HTML as alternatives.</summary>
    public static MimeMessage Write(string from, MailLetter letter)
    {
        MimeMessage message = new()
        {
            Subject = letter.Subject,
            Date = letter.Date,
            MessageId = letter.MessageId,
            InReplyTo = letter.ThreadId,
            Body = new BodyBuilder { TextBody = letter.Text, HtmlBody = letter.Html }.ToMessageBody(),
        };
        message.From.Add(new MailboxAddress(Sender, from));
        message.To.Add(new MailboxAddress(letter.ToName, letter.To));
        message.References.Add(MimeUtils.ParseMessageId(letter.ThreadId) ?? letter.ThreadId);
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: suppresses out-of-office answers
        return message;
    }
}
