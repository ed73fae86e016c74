namespace TenantTokens.Surfaces;

/// <summary>
/// Standard output or standard error. It takes lines whose holes are encoded and nothing else, so nobody can forget to encode any.
/// </summary>
/// <param name="writer">Where it writes to.</param>
public sealed class TerminalWriter(TextWriter writer)
{
    /// <summary>Writes a line.</summary>
    public void WriteLine(TerminalHandler line) => writer.WriteLine(line.Take());

    /// <summary>Writes an empty line.</summary>
    public void WriteLine() => writer.WriteLine();

    /// <summary>Writes a document of ours, whose own encoder has encoded what others wrote: JSON or the report. Its lines stay.</summary>
    public void WriteDocument(string document)
    {
        string text = TerminalText.EncodeLines(document);
        writer.Write(text.EndsWith('\n') ? text : $"{text}{Environment.NewLine}");
    }

    /// <summary>Writes lines that stand for themselves.</summary>
    public void WriteLines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            writer.WriteLine(TerminalText.Encode(line));
        }
    }
}
