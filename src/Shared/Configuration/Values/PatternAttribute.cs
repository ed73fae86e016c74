using System.Text.RegularExpressions;

namespace TenantTokens.Configuration.Values;

/// <summary>Accepts texts that match a regular expression from their first character to their last.</summary>
public sealed class PatternAttribute : TextFormAttribute
{
    private readonly Regex _whole;

    /// <param name="pattern">The regular expression, without anchors and without alternatives outside of groups.</param>
    /// <param name="allowed">What is allowed, with its article.</param>
    /// <param name="maxLength">The largest number of characters.</param>
    public PatternAttribute(string pattern, string allowed, int maxLength = int.MaxValue)
        : base(allowed)
    {
        _whole = new Regex($@"\A{pattern}\z", RegexOptions.CultureInvariant);
        Pattern = $"^{pattern}$";
        MaxLength = maxLength is int.MaxValue ? null : maxLength;
    }

    /// <inheritdoc />
    public override bool Matches(string text) => text.Length <= (MaxLength ?? int.MaxValue) && _whole.IsMatch(text);
}
