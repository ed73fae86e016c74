namespace TenantTokens.Web.Guards;

/// <summary>What differs between the hosts of the pages.</summary>
public sealed record WebHostOptions
{
    /// <summary>Whether a link alone is not enough, and its recipient must be signed in too. Default false; true on Functions.</summary>
    public bool LinksNeedSignIn { get; init; }

    /// <summary>
    /// Names under which the host may be spoken to beside that of web.publicAddress and those of loopback, as a Host header writes them
    /// without the port. Default none. A request under any other name is answered 421.
    /// </summary>
    public IReadOnlyList<string> OwnNames { get; init; } = [];
}
