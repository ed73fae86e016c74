using MimeKit;

namespace TenantTokens.Configuration.Values;

/// <summary>Recognizes a plain mail address: no display name, no list, and nothing that could begin another header.</summary>
public static class MailAddress
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "a mail address of at most 254 characters, such as alice@example.com";

    /// <summary>True for <c>local@domain</c> in printable ASCII (RFC 5321 §4.1.2, without quoted local parts).</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is >= 3 and <= 254
            && text.All(static character => character is > ' ' and < '\u007f'
                and not ('"' or '<' or '>' or '(' or ')' or ',' or ';' or ':' or '\\' or '[' or ']'))
            && MailboxAddress.TryParse(text, out MailboxAddress? mailbox)
            && mailbox is { Domain.Length: > 0, Route.Count: 0 }
            && string.Equals(mailbox.Address, text, StringComparison.Ordinal);
    }
}
