using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TenantTokens.Surfaces;

/// <summary>
/// Rewrites addresses so that no program turns them into links: <c>https[:]//evil[.]example</c>, <c>x[@]evil[.]example</c>. This is how
/// people who write about attacks write addresses, so they stay readable and can be restored. Telephone numbers stay as they are: a phone
/// may offer to call one.
/// </summary>
internal static partial class DefusedText
{
    // A dot between parts of a name. The full stops of Chinese and Japanese count as dots in host names: UTS 46.
    private const string DotOfAName =
        """(?<=[\p{L}\p{N}\p{M}\p{S}\p{Cs}\p{Pc}-])[.\u3002\uFF0E\uFF61](?=[\p{L}\p{N}\p{S}\p{Cs}\p{Pc}])""";

    // The colon of a scheme, but not of a time.
    private const string ColonOfAScheme = """(?<=\p{L}[\p{L}\p{N}+.-]+):(?=\S)(?!(?<=\p{N}:)\p{N})""";
    private const string AtOfAnAddress = """[@\uFF20](?=[\w-])""";
    private const string StartOfAShare = """\\(?=\\)""";

    private static readonly SearchValues<char> _signs = SearchValues.Create(":.@\\\u3002\uFF0E\uFF61\uFF20");

    /// <summary>Defuses every address in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="open">The character written before a defused character.</param>
    /// <param name="close">The character written after it.</param>
    public static string Encode(string text, char open = '[', char close = ']')
        => text.AsSpan().ContainsAny(_signs)
            ? Sign().Replace(
                text,
                match => IsInsideANumber(text, match) ? match.Value : $"{open}{(IsDot(match.Value[0]) ? '.' : match.Value[0])}{close}")
            : text;

    private static bool IsDot(char character) => character is '.' or '\u3002' or '\uFF0E' or '\uFF61';

    // 0.5 is not a host, and 10.0.0.5 is.
    private static bool IsInsideANumber(string text, Match dot)
    {
        if (dot.Value is not ".")
        {
            return false;
        }

        int from = dot.Index;
        while (from > 0 && char.IsAsciiDigit(text[from - 1]))
        {
            from--;
        }

        int to = dot.Index + 1;
        while (to < text.Length && char.IsAsciiDigit(text[to]))
        {
            to++;
        }

        return from < dot.Index
            && to > dot.Index + 1
            && (from is 0 || !IsPartOfAName(text[from - 1]))
            && (to == text.Length || !IsPartOfAName(text[to]) || IsAnEnd(text, to));
    }

    private static bool IsAnEnd(string text, int at) => text[at] is '.' && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1]));

    private static bool IsPartOfAName(char character)
        => char.IsLetterOrDigit(character)
            || IsDot(character)
            || character is '-' or '_' or '@' or '/'
            || char.GetUnicodeCategory(character) is UnicodeCategory.Surrogate;

    [GeneratedRegex($"{DotOfAName}|{ColonOfAScheme}|{AtOfAnAddress}|{StartOfAShare}")]
    private static partial Regex Sign();
}
