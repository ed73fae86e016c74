namespace TenantTokens.Surfaces;

/// <summary>
/// Writes to standard output or standard error. It accepts only lines whose inserted values are encoded, so no caller can forget to encode.
/// </summary>
/// <param name="writer">Where the lines go.</param>
public sealed class TerminalWriter(TextWriter writer)
{
    /// <summary>Writes a line.</summary>
    public void WriteLine(TerminalHandler line) => writer.WriteLine(line.Take());

    /// <summary>Writes an empty line.</summary>
    public void WriteLine() => writer.WriteLine();

    /// <summary>
    /// Writes a whole document (JSON or the report), whose own encoder has already encoded what other people wrote. Its line breaks stay.
    /// </summary>
    public void WriteDocument(string document)
    {
        string text = TerminalText.EncodeLines(document);
        writer.Write(text.EndsWith('\n') ? text : $"{text}{Environment.NewLine}");
    }

    /// <summary>Writes lines that need no encoding.</summary>
    public void WriteLines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            writer.WriteLine(TerminalText.Encode(line));
        }
    }
}
