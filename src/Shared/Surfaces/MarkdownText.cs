using System.Text.RegularExpressions;

namespace TenantTokens.Surfaces;

/// <summary>
/// Words on one line of Markdown. Plain words stay as they are; all else becomes a code span, in which no renderer looks for markup, links
/// or addresses, so that it can be read and copied. Backticks, bars and braces, which some dialects look for even there, become their
/// look-alikes. Made from any text, and from nothing else.
/// </summary>
internal readonly partial struct MarkdownText
{
    private readonly string? _text;

    private MarkdownText(string text) => _text = text;

    /// <summary>Encodes words.</summary>
    public static implicit operator MarkdownText(string? text) => From(text);

    /// <summary>Encodes words.</summary>
    public static MarkdownText From(string? text)
    {
        string line = VisibleText.OneLine(text).Trim();
        return new(Plain().IsMatch(line) && DefusedText.Encode(line) == line
            ? line
            : $"`{line.Replace('`', '\'').Replace('|', '\u00A6').Replace('{', '(').Replace('}', ')')}`");
    }

    /// <inheritdoc />
    public override string ToString() => _text ?? "";

    // Nothing, or words that begin with a letter, a digit or a bracket and hold no sign that any dialect gives a meaning. "1." at the
    // beginning would be a list, and to some renderers "a." and "ii)", too.
    [GeneratedRegex(
        """\A(?:(?!(?:\d+|\p{L}|[ivxlcdmIVXLCDM]+)[.)](?:\s|\z))[\p{L}\p{N}(][\p{L}\p{M}\p{N} .,;:?'()/%-]*(?:(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}])[\p{L}\p{M}\p{N} .,;:?'()/%-]*)*)?\z""")]
    private static partial Regex Plain();
}
