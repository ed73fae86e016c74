using System.Text.RegularExpressions;

namespace TenantTokens.Surfaces;

/// <summary>
/// Encodes text for cards in Teams and for what the approval workflow shows there and in Outlook. Cards read some Markdown in some of their
/// elements (https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features), and clients differ in which. So every Markdown
/// character is replaced: brackets by round ones, the others by look-alikes.
/// </summary>
internal static partial class CardText
{
    /// <summary>Encodes text; line feeds stay.</summary>
    public static string Encode(string? text)
    {
        string plain = Sign().Replace(VisibleText.Lines(text), static match => match.Value switch
        {
            "[" or "<" or "{" => "(",
            "]" or ">" or "}" => ")",
            "*" => "\u2217",
            "~" => "\u223C",
            "`" => "'",
            "_" => "\uFF3F",
            _ => $"\u00B7 {match.Value}",
        });
        return DefusedText.Encode(plain, '(', ')');
    }

    /// <summary>Encodes text on one line, cut at <paramref name="longest"/> characters.</summary>
    public static string Line(string? text, int longest) => Cut(VisibleText.OneLine(text), longest);

    /// <summary>Encodes text with its line feeds, cut at <paramref name="longest"/> characters.</summary>
    public static string Cut(string? text, int longest) => CutText.Cut(Encode(text), longest);

    // An underscore inside a name has no meaning in Markdown. Headings, lists and rules are recognized at the start of a line only.
    [GeneratedRegex("""[\[\]<>{}*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^(?:[#=+|-]|\d+[.)](?=\s))""", RegexOptions.Multiline)]
    private static partial Regex Sign();
}
