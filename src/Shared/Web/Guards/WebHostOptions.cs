namespace TenantTokens.Web.Guards;

/// <summary>Settings of the web part that differ between hosts.</summary>
public sealed record WebHostOptions
{
    /// <summary>Whether the recipient of a link must also be signed in. Default false; true on Functions.</summary>
    public bool LinksNeedSignIn { get; init; }

    /// <summary>
    /// The names under which the host answers besides web.publicAddress and loopback, as in a Host header without the port. Default none. A
    /// request under any other name is answered 421.
    /// </summary>
    public IReadOnlyList<string> OwnNames { get; init; } = [];
}
