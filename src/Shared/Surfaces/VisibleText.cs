using System.Globalization;
using System.Text;

namespace TenantTokens.Surfaces;

/// <summary>
/// Words of people and hosts without what a reader cannot see. Controls (escape sequences begin with one), marks that turn the direction of
/// writing, characters without a width and halves of pairs become U+FFFD: left out, they would leave no trace that somebody tried.
/// </summary>
internal static class VisibleText
{
    /// <summary>On one line: line breaks and tabs become blanks.</summary>
    public static string OneLine(string? text) => Write(text, keepsLines: false);

    /// <summary>On as many lines as it has. Line feeds stay; tabs become blanks.</summary>
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

    // Format has the marks of direction (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing) and most of what has no width.
    // The rest are letters and marks by category and invisible all the same
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
