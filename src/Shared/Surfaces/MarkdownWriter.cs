using System.Globalization;
using System.Text;

namespace TenantTokens.Surfaces;

/// <summary>Writes Markdown. It takes encoded words only, so nobody can forget to encode any.</summary>
internal sealed class MarkdownWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>A heading.</summary>
    /// <param name="level">1 to 6.</param>
    /// <param name="words">What it says.</param>
    public void Heading(int level, MarkdownText words)
        => _text.Append('#', level).Append(CultureInfo.InvariantCulture, $" {words}").AppendLine().AppendLine();

    /// <summary>A paragraph.</summary>
    public void Paragraph(MarkdownText words) => _text.AppendLine(words.ToString()).AppendLine();

    /// <summary>One line of a list, which <see cref="End"/> ends.</summary>
    public void Item(MarkdownText words) => _text.AppendLine(CultureInfo.InvariantCulture, $"- {words}");

    /// <summary>The head of a table, which <see cref="End"/> ends. A column whose name begins with # holds numbers.</summary>
    public void Head(params ReadOnlySpan<string> columns)
    {
        List<string> rules = [];
        foreach (string column in columns)
        {
            _text.Append(CultureInfo.InvariantCulture, $"| {MarkdownText.From(column.TrimStart('#'))} ");
            rules.Add(column.StartsWith('#') ? "---:" : "---");
        }

        _text.AppendLine("|").AppendLine(CultureInfo.InvariantCulture, $"|{string.Join('|', rules)}|");
    }

    /// <summary>A row of a table.</summary>
    public void Row(params ReadOnlySpan<MarkdownText> cells)
    {
        foreach (MarkdownText cell in cells)
        {
            _text.Append(CultureInfo.InvariantCulture, $"| {cell} ");
        }

        _text.AppendLine("|");
    }

    /// <summary>Ends a list or a table.</summary>
    public void End() => _text.AppendLine();

    /// <inheritdoc />
    public override string ToString() => _text.ToString();
}
