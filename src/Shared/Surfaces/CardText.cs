using System.Text.RegularExpressions;

namespace TenantTokens.Surfaces;

/// <summary>
/// Words on cards in Teams and in what the approval workflow shows there and in Outlook. Cards read some Markdown in some of their elements
/// (https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features), and clients differ in where; so no sign of Markdown is left
/// anywhere: brackets become round ones, and the others their look-alikes.
/// </summary>
internal static partial class CardText
{
    /// <summary>Encodes words; line feeds stay.</summary>
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

    /// <summary>One line of at most so many characters.</summary>
    public static string Line(string? text, int longest) => Cut(VisibleText.OneLine(text), longest);

    /// <summary>At most so many characters, with their line feeds.</summary>
    public static string Cut(string? text, int longest) => CutText.Cut(Encode(text), longest);

    // An underscore inside a name is none of Markdown. At the start of a line stand headings, lists and rules.
    [GeneratedRegex("""[\[\]<>{}*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^(?:[#=+|-]|\d+[.)](?=\s))""", RegexOptions.Multiline)]
    private static partial Regex Sign();
}
