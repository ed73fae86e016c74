namespace TenantTokens.Web.Guards;

/// <summary>
/// Checks the form of rotation and gate ids. An id of another form is not looked up at all: callers may not choose keys of the ledger.
/// </summary>
internal static class LedgerId
{
    private const int MaxCharacters = 100;

    /// <summary>Whether this can be an id of ours.</summary>
    public static bool IsValid(string id)
        => id.Length is > 0 and <= MaxCharacters && id.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-');
}
