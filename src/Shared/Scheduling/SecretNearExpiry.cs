using TenantTokens.Configuration.Options;

namespace TenantTokens.Scheduling;

/// <summary>
/// Key Vault's event that a version of a secret expires within 30 days
/// (https://learn.microsoft.com/azure/event-grid/event-schema-key-vault). It is delivered at least once.
/// </summary>
/// <param name="EventId">The event's id, which stays the same when the event is delivered again.</param>
/// <param name="Vault">The vault's host, with the port if it is not 443; or only the vault's name when the event says no more.</param>
/// <param name="SecretName">The name of the secret.</param>
/// <param name="Version">The version that expires.</param>
/// <param name="ExpiresOn">When the version expires (UTC).</param>
public sealed record SecretNearExpiry(string EventId, string Vault, string SecretName, string Version, DateTimeOffset ExpiresOn)
{
    /// <summary>The type of the event.</summary>
    public const string EventType = "Microsoft.KeyVault.SecretNearExpiry";

    /// <summary>Whether the event is about this vault.</summary>
    public bool IsAbout(Uri vaultUri)
        => string.Equals(Vault, vaultUri.Authority, StringComparison.OrdinalIgnoreCase)
            || string.Equals(Vault, vaultUri.Host.Split('.')[0], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the secret is the one that holds an environment's tenant token.</summary>
    public bool IsTokenOf(EnvironmentOptions environment)
        => string.Equals(environment.TenantTokenSecret, SecretName, StringComparison.OrdinalIgnoreCase);
}
