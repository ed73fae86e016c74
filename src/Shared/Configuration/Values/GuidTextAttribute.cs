namespace TenantTokens.Configuration.Values;

/// <summary>Takes a GUID with hyphens.</summary>
public sealed class GuidTextAttribute : TextFormAttribute
{
    /// <param name="what">What it is the id of, with its article.</param>
    public GuidTextAttribute(string what)
        : base($"{what}, a GUID such as 00000000-0000-0000-0000-000000000000")
        => Format = "uuid";

    /// <inheritdoc />
    public override bool Matches(string text) => Guid.TryParseExact(text, "D", out _);
}
