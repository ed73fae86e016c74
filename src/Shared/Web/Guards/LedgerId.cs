namespace TenantTokens.Web.Guards;

/// <summary>
/// Ids of rotations and gates as we make them. Anything else is not even looked up: a ledger's keys are no place for what a caller invents.
/// </summary>
internal static class LedgerId
{
    private const int MaxCharacters = 100;

    /// <summary>Whether it can be one.</summary>
    public static bool IsValid(string id)
        => id.Length is > 0 and <= MaxCharacters && id.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-');
}
