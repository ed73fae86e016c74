namespace TenantTokens.Web;

/// <summary>What differs between the hosts of the pages.</summary>
public sealed record WebHostOptions
{
    /// <summary>Whether a link alone is not enough, and its recipient must be signed in too. Default false; true on Functions.</summary>
    public bool LinksNeedSignIn { get; init; }

    /// <summary>The names under which the host may be spoken to. Default none: any. A page of another site whose name leads here is then refused.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];
}
