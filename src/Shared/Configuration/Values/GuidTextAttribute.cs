namespace TenantTokens.Configuration.Values;

/// <summary>Accepts a GUID with hyphens.</summary>
public sealed class GuidTextAttribute : TextFormAttribute
{
    /// <param name="what">What the GUID is, with its article, for messages.</param>
    public GuidTextAttribute(string what)
        : base($"{what}, a GUID such as 00000000-0000-0000-0000-000000000000")
        => Format = "uuid";

    /// <inheritdoc />
    public override bool Matches(string text) => Guid.TryParseExact(text, "D", out _);
}
