namespace TenantTokens.Configuration.Options;

/// <summary>Where Azure is and who we are there.</summary>
public sealed record AzureOptions
{
    /// <summary>The default of <see cref="ArmEndpoint"/>: the public cloud.</summary>
    public static Uri PublicCloud { get; } = new("https://management.azure.com");

    /// <summary>Azure Resource Manager, https. Default <c>https://management.azure.com</c>.</summary>
    public Uri ArmEndpoint { get; init; } = PublicCloud;

    /// <summary>The Key Vault that holds the API tokens and the tenant tokens, https.</summary>
    public required Uri VaultUri { get; init; }

    /// <summary>Default <see cref="AzureCredentialKind.Default"/>.</summary>
    public AzureCredentialKind Credential { get; init; }

    /// <summary>The absolute path of a PEM file; refused unless every endpoint is loopback. Default null.</summary>
    public string? TrustedCa { get; init; }
}
