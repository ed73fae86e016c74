namespace TenantTokens.Configuration.Values;

/// <summary>Accepts any text that is not blank, or null.</summary>
public sealed class NotBlankAttribute : TextFormAttribute
{
    /// <param name="what">What the text is, with its article.</param>
    public NotBlankAttribute(string what)
        : base($"{what} or null")
        => TakesNull = true;

    /// <inheritdoc />
    public override bool Matches(string text) => !string.IsNullOrWhiteSpace(text);
}
