using System.Globalization;
using System.Text;

namespace TenantTokens.Surfaces;

/// <summary>Shortens text for channels that limit its length.</summary>
internal static class CutText
{
    /// <summary>Cuts the text at a number of characters and says how many are left out.</summary>
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
