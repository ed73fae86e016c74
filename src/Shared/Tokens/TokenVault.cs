using System.Collections.Concurrent;
using Azure;
using Azure.Security.KeyVault.Secrets;

namespace TenantTokens.Tokens;

/// <summary>
/// The Key Vault that holds tenant tokens, one version each, and API tokens. Every value that is read is masked from then on. Azure's own
/// retries apply; an outage ends in <see cref="RequestFailedException"/>.
/// </summary>
/// <param name="client">The client of the vault.</param>
/// <param name="scrubber">Masks every value that is read.</param>
/// <param name="time">The clock for the cache.</param>
public sealed class TokenVault(SecretClient client, SecretScrubber scrubber, TimeProvider time) : IDisposable
{
    /// <summary>
    /// How long a version's value stays in memory. It never changes, but a version that was disabled should not stay readable.
    /// </summary>
    public static readonly TimeSpan CacheTime = TimeSpan.FromMinutes(5);

    /// <summary>The most versions that a search reads.</summary>
    public const int MaxLookedAt = 25;

    private readonly ConcurrentDictionary<(string Name, string Version), Cached> _cache = new();
    private readonly SemaphoreSlim _oneReader = new(1, 1);

    /// <summary>Reads the newest enabled version; null when there is no enabled version or no such secret.</summary>
    /// <exception cref="TokenVaultException">Its value is not a tenant token.</exception>
    public async Task<StoredToken?> ReadNewestAsync(string secretName, CancellationToken cancellationToken)
        => await NewestAsync(secretName, cancellationToken) is { } secret
            ? new StoredToken(Parse(secret), secret.Properties.Version)
            : null;

    /// <summary>Reads when the newest enabled version expires; null when there is no enabled version or no such secret.</summary>
    public async Task<TokenExpiry?> ReadExpiryAsync(string secretName, CancellationToken cancellationToken)
        => await NewestAsync(secretName, cancellationToken) is { } secret
            ? new TokenExpiry(secret.Properties.Version, secret.Properties.ExpiresOn)
            : null;

    /// <summary>
    /// Makes the token the newest enabled version and returns that version. Repeatable: if the newest enabled version already holds the
    /// token, only missing tags are added. Returns only after the version was read back and holds the token.
    /// </summary>
    /// <param name="secretName">The name of the secret.</param>
    /// <param name="token">The token to store.</param>
    /// <param name="tags">
    /// At most 15, of at most 512 characters each. Ids and fingerprints only: everyone who may list secrets can read them.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="TokenVaultException">What was read back is something else.</exception>
    public async Task<string> WriteAsync(
        string secretName,
        TenantToken token,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(tags);
        scrubber.Remember(token.Reveal());
        KeyVaultSecret? newest = await NewestAsync(secretName, cancellationToken);
        if (newest is not null && TenantToken.TryParse(newest.Value, out TenantToken? held) && held.Equals(token))
        {
            await AddTagsAsync(newest.Properties, tags, cancellationToken);
            return newest.Properties.Version;
        }

        KeyVaultSecret secret = new(secretName, token.Reveal());
        foreach ((string key, string value) in tags)
        {
            secret.Properties.Tags[key] = value;
        }

        string version = (await client.SetSecretAsync(secret, cancellationToken)).Value.Properties.Version;
        KeyVaultSecret back = await client.GetSecretAsync(secretName, version, cancellationToken: cancellationToken);
        return TenantToken.TryParse(back.Value, out TenantToken? read) && read.Equals(token)
            ? version
            : throw new TokenVaultException($"Version {version} of the vault secret {secretName} was written but holds something else.");
    }

    /// <summary>
    /// Reads the token in a version. It is cached for <see cref="CacheTime"/>, because every target of a wave needs the same one.
    /// </summary>
    /// <exception cref="TokenVaultException">There is no such version, it is disabled, or its value is not a tenant token.</exception>
    public async Task<TenantToken> ReadAsync(string secretName, string version, CancellationToken cancellationToken)
    {
        if (FromCache(secretName, version) is { } cached)
        {
            return cached;
        }

        await _oneReader.WaitAsync(cancellationToken);
        try
        {
            if (FromCache(secretName, version) is { } readMeanwhile)
            {
                return readMeanwhile;
            }

            TenantToken token = Parse(await GetAsync(secretName, version, cancellationToken));
            _cache[(secretName, version)] = new Cached(token, time.GetUtcNow() + CacheTime);
            return token;
        }
        finally
        {
            _oneReader.Release();
        }
    }

    /// <summary>
    /// Finds the newest enabled version whose token matches; null when none of the newest <see cref="MaxLookedAt"/> does. Versions that
    /// hold no tenant token are skipped.
    /// </summary>
    /// <param name="secretName">The name of the secret.</param>
    /// <param name="isIt">Whether a token matches.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<StoredToken?> FindAsync(string secretName, Func<TenantToken, bool> isIt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isIt);
        List<SecretProperties> versions = [];
        await foreach (SecretProperties version in client.GetPropertiesOfSecretVersionsAsync(secretName, cancellationToken))
        {
            if (version.Enabled is true)
            {
                versions.Add(version);
            }
        }

        foreach (SecretProperties version in versions.OrderByDescending(static version => version.CreatedOn).Take(MaxLookedAt))
        {
            KeyVaultSecret secret = await GetAsync(secretName, version.Version, cancellationToken);
            if (TenantToken.TryParse(secret.Value, out TenantToken? token) && isIt(token))
            {
                return new(token, version.Version);
            }
        }

        return null;
    }

    /// <summary>Disables a version, which nobody can read from then on. Repeatable. Does nothing when the version does not exist.</summary>
    public async Task DisableAsync(string secretName, string version, CancellationToken cancellationToken)
    {
        _cache.TryRemove((secretName, version), out _);
        try
        {
            // The version is not read first: Key Vault refuses to read one that is already disabled.
            SecretProperties properties = new(new Uri(client.VaultUri, $"/secrets/{secretName}/{version}")) { Enabled = false };
            await client.UpdateSecretPropertiesAsync(properties, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404)
        {
        }
    }

    /// <summary>Sets when a version expires, in whole seconds, and changes nothing else. Repeatable.</summary>
    /// <exception cref="TokenVaultException">There is no such version.</exception>
    public async Task SetExpiryAsync(string secretName, string version, DateTimeOffset expiresOn, CancellationToken cancellationToken)
    {
        try
        {
            SecretProperties properties = new(new Uri(client.VaultUri, $"/secrets/{secretName}/{version}")) { ExpiresOn = expiresOn };
            await client.UpdateSecretPropertiesAsync(properties, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404)
        {
            throw new TokenVaultException($"Version {version} of the vault secret {secretName} does not exist.");
        }
    }

    /// <summary>Reads the newest value of any secret, for example an API token.</summary>
    /// <exception cref="TokenVaultException">There is no such secret, or its newest version is disabled.</exception>
    public async Task<string> ReadSecretAsync(string secretName, CancellationToken cancellationToken)
        => (await GetAsync(secretName, version: null, cancellationToken)).Value;

    /// <summary>Releases the lock of the cache. The vault is not touched.</summary>
    public void Dispose() => _oneReader.Dispose();

    private async Task<KeyVaultSecret?> NewestAsync(string secretName, CancellationToken cancellationToken)
    {
        try
        {
            return Remember(await client.GetSecretAsync(secretName, cancellationToken: cancellationToken));
        }
        catch (RequestFailedException exception) when (exception.Status is 404)
        {
            return null;
        }
        catch (RequestFailedException exception) when (IsDisabled(exception))
        {
            return await NewestEnabledAsync(secretName, cancellationToken);
        }
    }

    private async Task<KeyVaultSecret?> NewestEnabledAsync(string secretName, CancellationToken cancellationToken)
    {
        SecretProperties? newest = null;
        await foreach (SecretProperties version in client.GetPropertiesOfSecretVersionsAsync(secretName, cancellationToken))
        {
            if (version.Enabled is true && (newest is null || version.CreatedOn > newest.CreatedOn))
            {
                newest = version;
            }
        }

        return newest is null
            ? null
            : Remember(await client.GetSecretAsync(secretName, newest.Version, cancellationToken: cancellationToken));
    }

    private async Task<KeyVaultSecret> GetAsync(string secretName, string? version, CancellationToken cancellationToken)
    {
        string what = version is null ? $"The vault secret {secretName}" : $"Version {version} of the vault secret {secretName}";
        try
        {
            return Remember(await client.GetSecretAsync(secretName, version, cancellationToken: cancellationToken));
        }
        catch (RequestFailedException exception) when (exception.Status is 404)
        {
            throw new TokenVaultException($"{what} does not exist.");
        }
        catch (RequestFailedException exception) when (IsDisabled(exception))
        {
            throw new TokenVaultException($"{what} is disabled.");
        }
    }

    private async Task AddTagsAsync(
        SecretProperties properties,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken cancellationToken)
    {
        if (tags.All(tag => properties.Tags.TryGetValue(tag.Key, out string? value) && value == tag.Value))
        {
            return;
        }

        foreach ((string key, string value) in tags)
        {
            properties.Tags[key] = value;
        }

        await client.UpdateSecretPropertiesAsync(properties, cancellationToken);
    }

    private TenantToken? FromCache(string secretName, string version)
        => _cache.TryGetValue((secretName, version), out Cached? cached) && cached.Until > time.GetUtcNow() ? cached.Token : null;

    private KeyVaultSecret Remember(KeyVaultSecret secret)
    {
        scrubber.Remember(secret.Value);
        return secret;
    }

    private static TenantToken Parse(KeyVaultSecret secret)
        => TenantToken.TryParse(secret.Value, out TenantToken? token)
            ? token
            : throw new TokenVaultException(
                $"Version {secret.Properties.Version} of the vault secret {secret.Name} holds no tenant token.");

    // 403 is also the answer to a missing permission or a closed firewall ("public network access is disabled"); only the text
    // distinguishes them.
    private static bool IsDisabled(RequestFailedException exception)
        => exception.Status is 403
            && (exception.Message.Contains("SecretDisabled", StringComparison.Ordinal)
                || exception.Message.Contains("disabled secret", StringComparison.OrdinalIgnoreCase));

    private sealed record Cached(TenantToken Token, DateTimeOffset Until);
}
