using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Azure;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging;
using TenantTokens.Tokens;

namespace TenantTokens.Web.KeyRing;

/// <summary>
/// The data-protection keys of cookies and forms, kept in Key Vault: one secret, with a version for each key or revocation. All enabled
/// versions are read, even expired ones, because a key always decrypts what it has encrypted. Disabling a version invalidates what its key
/// has encrypted. The keys are not encrypted a second time: a person who may read the vault's secrets could also read a wrapping key there,
/// and the vault encrypts at rest.
/// </summary>
/// <remarks>
/// Data protection asks synchronously. So an answer takes at most <see cref="Patience"/>, and after a failure the vault is not asked again
/// until <see cref="RestAfterFailure"/> is over; <see cref="ReadyKeys"/> keeps requests from waiting even that long. Once read, the keys
/// are kept, so that a later outage has no effect.
/// </remarks>
/// <param name="client">The client of the vault.</param>
/// <param name="secretName">The name of the secret.</param>
/// <param name="scrubber">Masks every key.</param>
/// <param name="time">The clock for the waits.</param>
/// <param name="logger">Logs outages, never keys.</param>
public sealed partial class VaultKeyRing(
    SecretClient client, string secretName, SecretScrubber scrubber, TimeProvider time, ILogger<VaultKeyRing> logger) : IXmlRepository
{
    /// <summary>
    /// The most bytes in one version: Key Vault's own limit (https://learn.microsoft.com/azure/key-vault/secrets/about-secrets).
    /// </summary>
    public const int MaxBytes = 25 * 1024;

    /// <summary>The content type of a version, which tells people that it is not a tenant token.</summary>
    public const string ContentType = "application/xml; ASP.NET Core data-protection key of tenant-token";

    /// <summary>The tag with the name that data protection gives a key: <c>key-</c> and its id.</summary>
    public const string NameTag = "element";

    /// <summary>How long one read or write may take in total, including the client's retries.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long the vault is not asked after a failure.</summary>
    public static readonly TimeSpan RestAfterFailure = SharedReading<object>.RestAfterFailure;

    /// <summary>
    /// How soon the vault may be asked again after an answer. Shortly after the start, data protection asks for each unknown key id, and a
    /// caller who invents ids must not overload the vault.
    /// </summary>
    public static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(2);

    private readonly Lock _oneAtATime = new();
    private ImmutableDictionary<string, string>? _known; // by version, since the value of a version never changes
    private DateTimeOffset _knownAt;
    private KeyRingException? _failure;
    private DateTimeOffset _failedAt;

    /// <inheritdoc />
    /// <exception cref="KeyRingException">
    /// The vault cannot be read and no keys are in memory, or a version holds no XML element.
    /// </exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_oneAtATime)
        {
            if (_known is null || time.GetUtcNow() - _knownAt >= ReadAgainAfter)
            {
                Refresh();
            }

            // A write whose answer was lost is repeated and leaves two versions of one key, which data protection would refuse.
            return
            [
                .. _known!
                    .GroupBy(static version => version.Value, static version => version.Key, StringComparer.Ordinal)
                    .Select(same => Parse(same.First(), same.Key)),
            ];
        }
    }

    /// <inheritdoc />
    /// <exception cref="KeyRingException">The element is too large for a version, or the vault cannot be written.</exception>
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        string value = element.ToString(SaveOptions.DisableFormatting);
        if (Encoding.UTF8.GetByteCount(value) is > MaxBytes and var bytes)
        {
            throw new KeyRingException(string.Create(
                CultureInfo.InvariantCulture,
                $"The data-protection element {friendlyName} is {bytes} bytes long; a version of {secretName} holds at most {MaxBytes}."));
        }

        Remember(element, value);
        KeyVaultSecret secret = new(secretName, value)
        {
            Properties = { ContentType = ContentType, ExpiresOn = (DateTimeOffset?)element.Element("expirationDate") },
        };
        if (friendlyName is { Length: > 0 })
        {
            secret.Properties.Tags[NameTag] = friendlyName;
        }

        lock (_oneAtATime)
        {
            Ask("written", cancellationToken => client.SetSecret(secret, cancellationToken));
            _known = null; // the next read must include what was just written
        }
    }

    private void Refresh()
    {
        try
        {
            _known = Ask("read", Read);
            _knownAt = time.GetUtcNow();
        }
        catch (KeyRingException exception) when (_known is not null)
        {
            Log.Kept(logger, exception.Message);
        }
    }

    private ImmutableDictionary<string, string> Read(CancellationToken cancellationToken)
    {
        ImmutableDictionary<string, string>.Builder read = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (SecretProperties version in client.GetPropertiesOfSecretVersions(secretName, cancellationToken)
                .Where(static one => one.Enabled is true))
            {
                read[version.Version] = _known?.GetValueOrDefault(version.Version)
                    ?? client.GetSecret(secretName, version.Version, cancellationToken: cancellationToken).Value.Value;
            }
        }
        catch (RequestFailedException exception) when (exception.Status is 404)
        {
            return ImmutableDictionary<string, string>.Empty; // no such secret: the first key has yet to be made
        }

        return read.ToImmutable();
    }

    private T Ask<T>(string done, Func<CancellationToken, T> ask)
    {
        if (_failure is not null && time.GetUtcNow() - _failedAt < RestAfterFailure)
        {
            throw new KeyRingException(_failure.Message);
        }

        TimeSpan limit = _known is null ? Patience : SharedReading<object>.RequestPatience; // with keys in memory a short wait is enough
        using CancellationTokenSource patience = new(limit, time);
        try
        {
            T answer = ask(patience.Token);
            _failure = null;
            return answer;
        }
        catch (Exception exception)
            when (VaultOutage.Is(exception) || (exception is OperationCanceledException && patience.IsCancellationRequested))
        {
            string what = $"The vault secret {secretName} of {client.VaultUri.Authority}, which holds the keys of sign-ins and forms";
            _failure = new KeyRingException($"{what}, could not be {done}: {VaultOutage.Why(exception, limit)}.");
            _failedAt = time.GetUtcNow();
            throw _failure;
        }
    }

    private XElement Parse(string version, string value)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new StringReader(value)); // with these settings it refuses a document type
            XElement element = XElement.Load(reader);
            Remember(element, value);
            return element;
        }
        catch (XmlException)
        {
            // The cause is left out, because its message quotes what was read.
            throw new KeyRingException(
                $"Version {version} of the vault secret {secretName} holds no data-protection key. Disable it; the others then count.");
        }
    }

    /// <summary>Masks the whole element and the key inside it, which may also appear alone.</summary>
    private void Remember(XElement element, string value)
    {
        scrubber.Remember(value);
        foreach (XElement key in element.Descendants("masterKey").Descendants("value"))
        {
            scrubber.Remember(key.Value);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Problem} The keys that were read before still count.")]
        public static partial void Kept(ILogger logger, string problem);
    }
}
