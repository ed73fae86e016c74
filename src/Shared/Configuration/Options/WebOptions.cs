using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>The pages and the API.</summary>
public sealed record WebOptions
{
    /// <summary>
    /// Where approvers reach the pages. Messages carry no address without it. Its host is one of the names under which requests are
    /// answered (421 under any other).
    /// </summary>
    [WebAddress(mayBeHttpHere: true)]
    public Uri? PublicAddress { get; init; }

    /// <summary>
    /// The vault secret that signs the links of approvers; made on first use. Its two newest enabled versions count: write a new version
    /// (32 random bytes or more, in base64) to change the key, disable one to end its links.
    /// </summary>
    [SecretName]
    public string LinkKeySecret { get; init; } = "approval-link-key";

    /// <summary>How long a link may be used. It ends earlier when its gate does.</summary>
    [Duration("00:01:00", "30.00:00:00")]
    public TimeSpan LinkLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The Entra application that signs people in. Without it, the pages offer no sign-in with Entra.</summary>
    public EntraOptions? Entra { get; init; }
}
