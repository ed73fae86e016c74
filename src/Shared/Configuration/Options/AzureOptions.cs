using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>Where Azure is, and the identity under which this program works there.</summary>
public sealed record AzureOptions
{
    /// <summary>The Azure Resource Manager of the public cloud.</summary>
    public static Uri PublicCloud { get; } = new("https://management.azure.com");

    /// <summary>Azure Resource Manager.</summary>
    [WebAddress]
    public Uri ArmEndpoint { get; init; } = PublicCloud;

    /// <summary>The Key Vault that holds the API tokens and the tenant tokens.</summary>
    [Required]
    [WebAddress]
    public required Uri VaultUri { get; init; }

    /// <summary>
    /// How this program proves to Azure who it is: Azure.Identity's DefaultAzureCredential, or a constant that only the simulator accepts.
    /// </summary>
    public AzureCredentialKind Credential { get; init; }

    /// <summary>A PEM file with the certificate authority of the simulator. Refused unless every endpoint is on this machine.</summary>
    [PemFile]
    [WhenAbsent("those of the system")]
    public string? TrustedCa { get; init; }

    /// <summary>True when both endpoints are on this machine.</summary>
    public bool IsLoopback => ArmEndpoint.IsLoopback && VaultUri.IsLoopback;
}
