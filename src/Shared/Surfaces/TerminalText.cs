namespace TenantTokens.Surfaces;

/// <summary>
/// Words at a terminal: without escape sequences and other controls, and never on a line of their own that could be taken for one of ours.
/// </summary>
public static class TerminalText
{
    /// <summary>Encodes words on one line.</summary>
    public static string Encode(string? text) => VisibleText.OneLine(text);

    /// <summary>Encodes words with line feeds of ours.</summary>
    public static string EncodeLines(string? text) => VisibleText.Lines(text);
}
