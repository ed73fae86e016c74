using System.Globalization;
using System.Text;

namespace TenantTokens.Surfaces;

/// <summary>Words of a bounded length: a channel takes so much and no more.</summary>
internal static class CutText
{
    /// <summary>At most so many characters; says how many are left out.</summary>
    public static string Cut(string text, int longest)
    {
        StringBuilder cut = new();
        int left = 0;
        foreach (Rune rune in text.EnumerateRunes())
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
}
