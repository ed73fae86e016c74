namespace TenantTokens.Configuration.Values;

/// <summary>
/// Accepts an https URL without user, query and fragment. A wrong one is quoted only when nothing in it can be a password or a key.
/// </summary>
public sealed class WebAddressAttribute : TextFormAttribute
{
    private readonly bool _mayHavePath;
    private readonly bool _mayBeHttpHere;

    /// <param name="mayHavePath">Whether a path may follow the host.</param>
    /// <param name="mayBeHttpHere">Whether http is allowed for an address on this machine.</param>
    public WebAddressAttribute(bool mayHavePath = false, bool mayBeHttpHere = false)
        : base(
            $"an https URL{(mayBeHttpHere ? " (http only on this machine)" : "")} "
            + $"without user, query{(mayHavePath ? "" : ", path")} and fragment")
    {
        _mayHavePath = mayHavePath;
        _mayBeHttpHere = mayBeHttpHere;
        Format = "uri";
        Pattern = mayBeHttpHere ? "^https?://" : "^https://";
    }

    /// <inheritdoc />
    public override bool Matches(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            && (url.Scheme == Uri.UriSchemeHttps || (_mayBeHttpHere && url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" }
            && (_mayHavePath || url.AbsolutePath is "/");

    /// <inheritdoc />
    public override bool MayShow(string text) => text.IndexOfAny(['@', '?', '#']) < 0;
}
