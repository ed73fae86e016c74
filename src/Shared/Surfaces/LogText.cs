namespace TenantTokens.Surfaces;

/// <summary>Words in the log: one message is one line, and shows what it holds to whoever reads it at a terminal.</summary>
public static class LogText
{
    /// <summary>Encodes a whole message.</summary>
    public static string Encode(string? text) => VisibleText.OneLine(text);
}
