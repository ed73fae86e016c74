using System.Security.Cryptography;
using Azure;
using Azure.Security.KeyVault.Secrets;
using TenantTokens.Configuration;
using TenantTokens.Tokens;

namespace TenantTokens.Approvals.Links;

/// <summary>
/// The keys of links: the two newest enabled versions of one vault secret. A new version takes over at once and the one before it still counts, so a
/// key is changed by writing a version and waiting for <see cref="WebOptions.LinkLifetime"/>; disabling a version ends its links. The first key is made
/// on first use.
/// </summary>
/// <param name="client">The vault.</param>
/// <param name="options">The secret's name.</param>
/// <param name="scrubber">Learns every key.</param>
/// <param name="time">The clock of the cache.</param>
public sealed class LinkKeys(SecretClient client, WebOptions options, SecretScrubber scrubber, TimeProvider time) : IDisposable
{
    /// <summary>How long keys are kept in memory.</summary>
    public static readonly TimeSpan CacheTime = TimeSpan.FromMinutes(5);

    /// <summary>How soon an unknown key id makes the vault be read again: whoever invents ids must not make it busy.</summary>
    public static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(10);

    private const int Valid = 2;
    private readonly SemaphoreSlim _oneReader = new(1, 1);
    private volatile Known? _known;

    /// <summary>The key that new links are signed with.</summary>
    /// <exception cref="TokenVaultException">A version holds no key.</exception>
    internal async Task<LinkKey> NewestAsync(CancellationToken cancellationToken) => (await ReadAsync(CacheTime, cancellationToken)).Keys[0];

    /// <summary>The key of this id; null when it is none of the two.</summary>
    /// <exception cref="TokenVaultException">A version holds no key.</exception>
    internal async Task<LinkKey?> FindAsync(string id, CancellationToken cancellationToken)
        => Of(await ReadAsync(CacheTime, cancellationToken), id) ?? Of(await ReadAsync(ReadAgainAfter, cancellationToken), id);

    /// <summary>Changes nothing in the vault.</summary>
    public void Dispose() => _oneReader.Dispose();

    private static LinkKey? Of(Known known, string id) => known.Keys.Find(key => string.Equals(key.Id, id, StringComparison.Ordinal));

    private async Task<Known> ReadAsync(TimeSpan mayBeOld, CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetUtcNow() - known.At < mayBeOld)
        {
            return known;
        }

        await _oneReader.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } readMeanwhile && time.GetUtcNow() - readMeanwhile.At < mayBeOld)
            {
                return readMeanwhile;
            }

            List<LinkKey> keys = await LoadAsync(cancellationToken);
            if (keys.Count is 0)
            {
                // Two processes may both do so: both keys then count.
                await client.SetSecretAsync(new KeyVaultSecret(options.LinkKeySecret, Remember(Convert.ToBase64String(RandomNumberGenerator.GetBytes(LinkKey.LeastBytes)))), cancellationToken);
                keys = await LoadAsync(cancellationToken);
            }

            return _known = keys is [] ? throw new TokenVaultException($"The vault secret {options.LinkKeySecret} was written but has no version.") : new Known(keys, time.GetUtcNow());
        }
        finally
        {
            _oneReader.Release();
        }
    }

    private async Task<List<LinkKey>> LoadAsync(CancellationToken cancellationToken)
    {
        List<SecretProperties> versions = [];
        try
        {
            await foreach (SecretProperties version in client.GetPropertiesOfSecretVersionsAsync(options.LinkKeySecret, cancellationToken))
            {
                if (version.Enabled is true && !(version.ExpiresOn < time.GetUtcNow()))
                {
                    versions.Add(version);
                }
            }
        }
        catch (RequestFailedException exception) when (exception.Status is 404)
        {
            return [];
        }

        List<LinkKey> keys = [];
        foreach (SecretProperties version in versions.OrderByDescending(static version => version.CreatedOn).Take(Valid))
        {
            KeyVaultSecret secret = await client.GetSecretAsync(options.LinkKeySecret, version.Version, cancellationToken: cancellationToken);
            byte[] value = new byte[secret.Value.Length];
            keys.Add(Convert.TryFromBase64String(Remember(secret.Value), value, out int length) && length >= LinkKey.LeastBytes
                ? new LinkKey(version.Version, value[..length])
                : throw new TokenVaultException($"Version {version.Version} of the vault secret {options.LinkKeySecret} holds no key: at least {LinkKey.LeastBytes} bytes in base64 are needed."));
        }

        return keys;
    }

    private string Remember(string secret)
    {
        scrubber.Remember(secret);
        return secret;
    }

    private sealed record Known(List<LinkKey> Keys, DateTimeOffset At);
}
