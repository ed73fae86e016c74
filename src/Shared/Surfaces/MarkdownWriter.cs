using System.Globalization;
using System.Text;

namespace TenantTokens.Surfaces;

/// <summary>Writes Markdown. It accepts only encoded text, so no caller can forget to encode.</summary>
internal sealed class MarkdownWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes a heading.</summary>
    /// <param name="level">1 to 6.</param>
    /// <param name="words">The text of the heading.</param>
    public void Heading(int level, MarkdownText words)
        => _text.Append('#', level).Append(CultureInfo.InvariantCulture, $" {words}").AppendLine().AppendLine();

    /// <summary>Writes a paragraph.</summary>
    public void Paragraph(MarkdownText words) => _text.AppendLine(words.ToString()).AppendLine();

    /// <summary>Writes one line of a list; <see cref="End"/> ends the list.</summary>
    public void Item(MarkdownText words) => _text.AppendLine(CultureInfo.InvariantCulture, $"- {words}");

    /// <summary>
    /// Writes the head of a table; <see cref="End"/> ends the table. A column whose name begins with # is aligned as numbers.
    /// </summary>
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

    /// <summary>Writes a row of a table.</summary>
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
