using System.Text.RegularExpressions;

namespace TenantTokens.Surfaces;

/// <summary>
/// Text on one line of Markdown. Plain words stay as they are. Everything else becomes a code span, in which no renderer looks for markup,
/// links or addresses, and which people can still read and copy. Backticks, bars and braces mean something to some dialects even there, so
/// they become look-alikes. An instance is always encoded: it can only be made from unencoded text.
/// </summary>
internal readonly partial struct MarkdownText
{
    // "1." at the beginning would be a list; some renderers also take "a." and "ii)" for one.
    private const string NoListItem = """(?!(?:\d+|\p{L}|[ivxlcdmIVXLCDM]+)[.)](?:\s|\z))""";
    private const string Words = """[\p{L}\p{M}\p{N} .,;:?'()/%-]*""";
    private const string UnderscoreInAWord = """(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}])""";

    private readonly string? _text;

    private MarkdownText(string text) => _text = text;

    /// <summary>Encodes text.</summary>
    public static implicit operator MarkdownText(string? text) => From(text);

    /// <summary>Encodes text; null becomes empty.</summary>
    public static MarkdownText From(string? text)
    {
        string line = VisibleText.OneLine(text).Trim();
        return new(Plain().IsMatch(line) && DefusedText.Encode(line) == line
            ? line
            : $"`{line.Replace('`', '\'').Replace('|', '\u00A6').Replace('{', '(').Replace('}', ')')}`");
    }

    /// <inheritdoc />
    public override string ToString() => _text ?? "";

    // Nothing, or words that begin with a letter, a digit or a bracket and contain no character that any dialect gives a meaning.
    [GeneratedRegex($$"""\A(?:{{NoListItem}}[\p{L}\p{N}(]{{Words}}(?:{{UnderscoreInAWord}}{{Words}})*)?\z""")]
    private static partial Regex Plain();
}
