namespace TenantTokens.Configuration.Values;

/// <summary>
/// Takes the address of a Logic App's trigger, but not a signed one: the signature is a secret, and this file holds none.
/// </summary>
public sealed class UnsignedAddressAttribute : TextFormAttribute
{
    public UnsignedAddressAttribute()
        : base("an https address without a signature: the workflow accepts only callers that sign in")
    {
        Format = "uri";
        Pattern = "^https://";
    }

    /// <inheritdoc />
    public override bool Matches(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address is { Scheme: "https", UserInfo: "", Fragment: "" }
            && !address.Query.Contains("sig=", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override bool MayShow(string text) => false;
}
