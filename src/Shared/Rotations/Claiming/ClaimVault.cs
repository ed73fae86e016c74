using Azure;
using Azure.Security.KeyVault.Secrets;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Claiming;

/// <summary>
/// Reads and writes the claims' secrets in Key Vault. It decides nothing: Key Vault has no conditional write, so a claim counts only once
/// it was read back. An outage throws the exceptions of Azure's client.
/// </summary>
/// <param name="client">The client of the vault.</param>
public sealed class ClaimVault(SecretClient client)
{
    /// <summary>The value of every version. It contains no token and is always the same.</summary>
    public const string Value = "No secret: the tags of this version say which copy of tenant-token drives the environment.";

    /// <summary>The content type of every version, which people see before its tags.</summary>
    public const string ContentType = "text/plain; claim of tenant-token";

    private const int LongestTag = 256; // Key Vault allows 512

    /// <summary>Reads every version, page by page.</summary>
    /// <exception cref="TokenVaultException">The answer has no Date header with the vault's time.</exception>
    public async Task<ClaimReading> ReadAsync(string secretName, CancellationToken cancellationToken)
    {
        List<ClaimVersion> enabled = [];
        DateTimeOffset? time = null;
        try
        {
            AsyncPageable<SecretProperties> versions = client.GetPropertiesOfSecretVersionsAsync(secretName, cancellationToken);
            await foreach (Page<SecretProperties> page in versions.AsPages())
            {
                time ??= page.GetRawResponse().Headers.Date; // the first page's time, so that no version counts as settled too early
                enabled.AddRange(page.Values.Where(static version => version.Enabled is true).Select(ClaimVersion.Read));
            }
        }
        catch (RequestFailedException exception) when (exception.Status is 404)
        {
            time = exception.GetRawResponse()?.Headers.Date; // no such secret: no copy has ever claimed the environment
        }

        return new(enabled, time ?? throw new TokenVaultException(
            $"The vault's answer about {secretName} does not tell its time (no Date header), so it is not known which copy holds the"
                + " claim."));
    }

    /// <summary>Writes a new version and returns it as the vault stored it.</summary>
    public async Task<ClaimVersion> WriteAsync(string secretName, ClaimVersion claim, CancellationToken cancellationToken)
    {
        KeyVaultSecret secret = new(secretName, Value) { Properties = { ContentType = ContentType } };
        Tag(secret.Properties, claim);
        return ClaimVersion.Read((await client.SetSecretAsync(secret, cancellationToken)).Value.Properties);
    }

    /// <summary>Replaces the tags of a version. No new version is written, so the vault sends no event about one.</summary>
    public async Task RenewAsync(string secretName, ClaimVersion claim, CancellationToken cancellationToken)
    {
        SecretProperties properties = PropertiesOf(secretName, claim);
        Tag(properties, claim);
        await client.UpdateSecretPropertiesAsync(properties, cancellationToken);
    }

    /// <summary>Ends a claim by disabling its version. Repeatable. Does nothing when the version does not exist.</summary>
    public async Task DisableAsync(string secretName, ClaimVersion claim, CancellationToken cancellationToken)
    {
        SecretProperties properties = PropertiesOf(secretName, claim);
        properties.Enabled = false;
        try
        {
            await client.UpdateSecretPropertiesAsync(properties, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404)
        {
        }
    }

    private SecretProperties PropertiesOf(string secretName, ClaimVersion claim)
        => new(new Uri(client.VaultUri, $"/secrets/{secretName}/{claim.Version}"));

    private static void Tag(SecretProperties properties, ClaimVersion claim)
    {
        foreach ((string name, string value) in claim.Tags())
        {
            properties.Tags[name] = value.Length <= LongestTag ? value : value[..LongestTag];
        }
    }
}
