using System.Globalization;
using System.Text;

namespace TenantTokens.Surfaces;

/// <summary>
/// Makes visible what a reader cannot see in text from people and hosts. Control characters (escape sequences begin with one), marks that
/// change the writing direction, characters without a width and unpaired surrogates become U+FFFD. Removed, they would leave no trace of
/// the attempt.
/// </summary>
internal static class VisibleText
{
    /// <summary>Returns the text on one line: line breaks and tabs become spaces.</summary>
    public static string OneLine(string? text) => Write(text, keepsLines: false);

    /// <summary>Returns the text with its line feeds; tabs become spaces.</summary>
    public static string Lines(string? text) => Write(text, keepsLines: true);

    private static string Write(string? text, bool keepsLines)
    {
        if (string.IsNullOrEmpty(text) || text.All(static character => character is >= ' ' and < '\u007F'))
        {
            return text ?? "";
        }

        StringBuilder visible = new(text.Length);
        foreach (Rune rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').EnumerateRunes())
        {
            visible.Append(rune switch
            {
                { Value: '\n' } when keepsLines => "\n",
                { Value: '\n' or '\t' } => " ",
                _ when IsHidden(rune) => "\uFFFD",
                _ => rune.ToString(),
            });
        }

        return visible.ToString();
    }

    // The category Format has the marks of direction (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing) and most
    // characters without a width. The others are letters and marks by category and invisible all the same
    // (https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt, Default_Ignorable_Code_Point).
    private static bool IsHidden(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
            || rune.Value is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or (>= 0x180B and <= 0x180F)
                or 0x3164
                or (>= 0xFE00 and <= 0xFE0F)
                or 0xFFA0
                or (>= 0xE0000 and <= 0xE0FFF);
}
