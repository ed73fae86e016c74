using System.Globalization;
using System.Text;

namespace TenantTokens.Notifications;

/// <summary>Words of hosts and people, made fit to be shown: of a bounded length, without what controls a terminal, a header or the direction of writing.</summary>
internal static class PlainText
{
    /// <summary>One line of at most so many characters.</summary>
    public static string Line(string text, int longest) => Cut(text.ReplaceLineEndings(" "), longest);

    /// <summary>At most so many characters; says how many are left out.</summary>
    public static string Cut(string text, int longest)
    {
        StringBuilder cut = new();
        int left = 0;
        foreach (Rune rune in text.EnumerateRunes().Where(static rune => rune.Value is '\n' || !(Rune.IsControl(rune) || TurnsDirection(rune))))
        {
            if (left == 0 && cut.Length + rune.Utf16SequenceLength <= longest)
            {
                cut.Append(rune.ToString());
            }
            else
            {
                left++;
            }
        }

        return left == 0 ? cut.ToString() : cut.Append(CultureInfo.InvariantCulture, $"... and {left:N0} more characters").ToString();
    }

    /// <summary>The same words, of which no mail program makes a link: the only link in a message is ours.</summary>
    public static string Unclickable(string text) => text.Replace("://", "[:]//", StringComparison.Ordinal).Replace("www.", "www[.]", StringComparison.OrdinalIgnoreCase);

    // With these a name could be made to read as another (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing).
    private static bool TurnsDirection(Rune rune) => rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
