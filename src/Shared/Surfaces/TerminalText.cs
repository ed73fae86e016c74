namespace TenantTokens.Surfaces;

/// <summary>
/// Encodes text for a terminal: no escape sequences or other control characters, and no line breaks with which a text could imitate a line
/// of ours.
/// </summary>
public static class TerminalText
{
    /// <summary>Encodes text on one line.</summary>
    public static string Encode(string? text) => VisibleText.OneLine(text);

    /// <summary>Encodes text of ours that has line feeds, which stay.</summary>
    public static string EncodeLines(string? text) => VisibleText.Lines(text);
}
