namespace TenantTokens.Surfaces;

/// <summary>
/// Encodes text for the plain text and the headers of a mail, and before it is encoded for the HTML part. The only thing to click in a mail
/// is our own link.
/// </summary>
internal static class MailText
{
    /// <summary>Encodes text on one line, with addresses defused.</summary>
    public static string Encode(string? text) => DefusedText.Encode(VisibleText.OneLine(text));

    /// <summary>As <see cref="Encode"/>, cut at <paramref name="longest"/> characters.</summary>
    public static string Line(string? text, int longest) => CutText.Cut(Encode(text), longest);
}
