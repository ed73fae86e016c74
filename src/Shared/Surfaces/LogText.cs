namespace TenantTokens.Surfaces;

/// <summary>
/// Encodes text for the log: each message is one line, and its invisible characters show when somebody reads it at a terminal.
/// </summary>
public static class LogText
{
    /// <summary>Encodes a whole message.</summary>
    public static string Encode(string? text) => VisibleText.OneLine(text);
}
