namespace TenantTokens.Surfaces;

/// <summary>
/// Words in mail: in its plain text, in its headers, and before they are encoded in its HTML. The only thing to click in a mail is our own
/// link.
/// </summary>
internal static class MailText
{
    /// <summary>Encodes words on one line.</summary>
    public static string Encode(string? text) => DefusedText.Encode(VisibleText.OneLine(text));

    /// <summary>One line of at most so many characters.</summary>
    public static string Line(string? text, int longest) => CutText.Cut(Encode(text), longest);
}
