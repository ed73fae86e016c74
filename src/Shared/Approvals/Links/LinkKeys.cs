using System.Security.Cryptography;
using Azure;
using Azure.Security.KeyVault.Secrets;
using TenantTokens.Configuration.Options;
using TenantTokens.Tokens;

namespace TenantTokens.Approvals.Links;

/// <summary>
/// The keys of links: the two newest enabled versions of one vault secret. A new version is used at once, and the one before it stays
/// valid. So a key is changed by writing a version and waiting for <see cref="WebOptions.LinkLifetime"/>; disabling a version ends its
/// links. The first key is made at the first use.
/// </summary>
public sealed class LinkKeys
{
    /// <summary>How long keys are kept in memory.</summary>
    public static readonly TimeSpan CacheTime = TimeSpan.FromMinutes(5);

    /// <summary>How soon an unknown key id makes the vault be read again. Callers who invent ids must not overload it.</summary>
    public static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(10);

    /// <summary>How long a caller should wait after a request that was refused because the vault did not answer.</summary>
    public static readonly TimeSpan RetryAfter = SharedReading<List<LinkKey>>.RestAfterFailure;

    private const int Valid = 2;
    private readonly SecretClient _client;
    private readonly WebOptions _options;
    private readonly SecretScrubber _scrubber;
    private readonly TimeProvider _time;
    private readonly SharedReading<List<LinkKey>> _reading;

    /// <summary>Reads the keys of a vault, at the first use.</summary>
    /// <param name="client">The client of the vault.</param>
    /// <param name="options">Names the secret.</param>
    /// <param name="scrubber">Masks every key.</param>
    /// <param name="time">The clock for the cache.</param>
    public LinkKeys(SecretClient client, WebOptions options, SecretScrubber scrubber, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_client, _options, _scrubber, _time) = (client, options, scrubber, time);
        _reading = new(ReadAsync, $"The vault secret {options.LinkKeySecret}, which holds the keys of links,", time);
    }

    /// <summary>When the vault last returned the keys; null when it never did.</summary>
    internal DateTimeOffset? ReadAt => _reading.ReadAt;

    /// <summary>Returns the key that signs new links. Waits even for a slow vault, because no request waits for this.</summary>
    /// <exception cref="TokenVaultException">A version holds no key.</exception>
    /// <exception cref="KeysUnavailableException">The vault cannot be read.</exception>
    internal async Task<LinkKey> NewestAsync(CancellationToken cancellationToken)
        => (await _reading.GetAsync(CacheTime, cancellationToken))[0];

    /// <summary>Returns the key with this id; null when it is neither of the two.</summary>
    /// <exception cref="TokenVaultException">A version holds no key.</exception>
    /// <exception cref="KeysUnavailableException">The vault cannot be read now; this is known after a short wait.</exception>
    internal async Task<LinkKey?> FindAsync(string id, CancellationToken cancellationToken)
        => Of(await _reading.GetSoonAsync(CacheTime, cancellationToken), id)
            ?? Of(await _reading.GetSoonAsync(ReadAgainAfter, cancellationToken), id);

    /// <summary>Starts reading the keys, for a request that will need them. Does not wait.</summary>
    internal void Begin() => _reading.Begin(CacheTime);

    private static LinkKey? Of(List<LinkKey> known, string id) => known.Find(key => string.Equals(key.Id, id, StringComparison.Ordinal));

    private async Task<List<LinkKey>> ReadAsync(CancellationToken cancellationToken)
    {
        List<LinkKey> keys = await LoadAsync(cancellationToken);
        if (keys is [])
        {
            // Two processes may both make a key; both keys are then valid.
            KeyVaultSecret made = new(
                _options.LinkKeySecret,
                Remember(Convert.ToBase64String(RandomNumberGenerator.GetBytes(LinkKey.LeastBytes))));
            await _client.SetSecretAsync(made, cancellationToken);
            keys = await LoadAsync(cancellationToken);
        }

        return keys is []
            ? throw new TokenVaultException($"The vault secret {_options.LinkKeySecret} was written but has no version.")
            : keys;
    }

    private async Task<List<LinkKey>> LoadAsync(CancellationToken cancellationToken)
    {
        List<SecretProperties> versions = [];
        try
        {
            await foreach (SecretProperties version in _client.GetPropertiesOfSecretVersionsAsync(
                _options.LinkKeySecret,
                cancellationToken))
            {
                if (version.Enabled is true && !(version.ExpiresOn < _time.GetUtcNow()))
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
            KeyVaultSecret secret = await _client.GetSecretAsync(
                _options.LinkKeySecret,
                version.Version,
                cancellationToken: cancellationToken);
            byte[] value = new byte[secret.Value.Length];
            keys.Add(Convert.TryFromBase64String(Remember(secret.Value), value, out int length) && length >= LinkKey.LeastBytes
                ? new LinkKey(version.Version, value[..length])
                : throw new TokenVaultException(
                    $"Version {version.Version} of the vault secret {_options.LinkKeySecret} holds no key: at least {LinkKey.LeastBytes}"
                        + " bytes in base64 are needed."));
        }

        return keys;
    }

    private string Remember(string secret)
    {
        _scrubber.Remember(secret);
        return secret;
    }
}
