namespace TenantTokens.Configuration.Options;

/// <summary>The pages and the API.</summary>
public sealed record WebOptions
{
    /// <summary>Where approvers reach the pages: https, or http on this machine. Default null: messages then carry no address.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>The vault secret whose two newest versions sign the links of approvers; made on first use. Default <c>approval-link-key</c>.</summary>
    public string LinkKeySecret { get; init; } = "approval-link-key";

    /// <summary>How long a link may be used. Default 7 d; 1 min to 30 d. It ends earlier when its gate does.</summary>
    public TimeSpan LinkLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Who signs people in. Default null: nobody can sign in with Entra.</summary>
    public EntraOptions? Entra { get; init; }
}
