namespace TenantTokens.Configuration.Options;

/// <summary>How this program proves to Azure who it is.</summary>
public enum AzureCredentialKind
{
    /// <summary>Azure.Identity's DefaultAzureCredential: managed identity, environment, az login...</summary>
    Default,

    /// <summary>A constant that only the simulator accepts; refused unless every endpoint is on this machine.</summary>
    Simulated,
}
