namespace TenantTokens.Configuration.Values;

/// <summary>Accepts 1 to 200 characters, not counting surrounding spaces.</summary>
public sealed class ShortTextAttribute : TextFormAttribute
{
    /// <param name="what">What the text is, with its article.</param>
    public ShortTextAttribute(string what)
        : base($"{what} of 1 to 200 characters")
    {
        MinLength = 1;
        MaxLength = 200;
    }

    /// <inheritdoc />
    public override bool Matches(string text) => text.Trim().Length is > 0 and <= 200;
}
