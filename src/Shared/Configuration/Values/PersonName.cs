using System.Text;
using System.Text.RegularExpressions;
using TenantTokens.Surfaces;

namespace TenantTokens.Configuration.Values;

/// <summary>
/// The names of people who request and decide. Surrounding spaces, repeated spaces inside, and case do not matter. A name that could
/// imitate another, or that Unicode can write in two ways, is not allowed: this program runs without the tables that would normalize it
/// (https://learn.microsoft.com/dotnet/core/runtime-config/globalization#invariant-mode).
/// </summary>
public static partial class PersonName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 200;

    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "name of 1 to 200 visible characters, without combining accents or full-width letters";

    /// <summary>Whether a text is an allowed name.</summary>
    public static bool IsValid(string name)
    {
        string normal = Normalize(name);
        return normal.Length is > 0 and <= MaxLength
            && VisibleText.OneLine(name) == name
            && name.EnumerateRunes().All(static rune => rune != Rune.ReplacementChar && !HasAnotherForm(rune.Value));
    }

    /// <summary>Returns the name as it is stored.</summary>
    public static string Normalize(string name) => Blanks().Replace(name.Trim(), " ");

    /// <summary>Whether two names are the same person's.</summary>
    public static bool IsSame(string one, string other)
        => string.Equals(Normalize(one), Normalize(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns a key that is the same for all forms of a name.</summary>
    internal static string KeyOf(string name) => Normalize(name).ToUpperInvariant();

    // Combining accents, letters composed of parts, and compatibility forms (https://unicode.org/reports/tr15/): what normalization would
    // change, by block.
    private static bool HasAnotherForm(int letter)
        => letter is (>= 0x0300 and <= 0x036F) or (>= 0x1100 and <= 0x11FF) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF)
            or (>= 0x2070 and <= 0x209F) or (>= 0x20D0 and <= 0x214F) or (>= 0x2460 and <= 0x24FF) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFB00 and <= 0xFDFF) or (>= 0xFE20 and <= 0xFE2F) or (>= 0xFE70 and <= 0xFFEF) or (>= 0x1D400 and <= 0x1D7FF)
            or (>= 0x1F100 and <= 0x1F2FF) or (>= 0x2F800 and <= 0x2FA1F);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
