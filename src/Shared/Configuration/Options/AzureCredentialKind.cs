namespace TenantTokens.Configuration.Options;

/// <summary>How we prove to Azure who we are.</summary>
public enum AzureCredentialKind
{
    /// <summary>Azure.Identity's DefaultAzureCredential: managed identity, environment, az login...</summary>
    Default,

    /// <summary>A constant that only the simulator takes; refused unless every endpoint is loopback.</summary>
    Simulated,
}
