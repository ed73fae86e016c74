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
/// The data-protection keys of cookies and forms, kept in Key Vault: one secret, one version for each key or revocation. All enabled
/// versions are read, those that have expired too, since a key opens for ever what it once sealed; disabling a version ends what its key
/// sealed. Nothing is encrypted once more: whoever may read the vault's secrets could read a wrapping key there as well, and the vault
/// encrypts at rest.
/// </summary>
/// <remarks>
/// Data protection asks synchronously, so an answer takes at most <see cref="Patience"/>, and after a failure nobody waits for the vault
/// again before <see cref="RestAfterFailure"/> is over; <see cref="ReadyKeys"/> keeps requests from waiting even so long. Once read, the
/// keys are kept: an outage then goes unnoticed.
/// </remarks>
/// <param name="client">The vault.</param>
/// <param name="secretName">The secret.</param>
/// <param name="scrubber">Learns every key.</param>
/// <param name="time">The clock of the waits.</param>
/// <param name="logger">Is told of outages; never of keys.</param>
public sealed partial class VaultKeyRing(
    SecretClient client, string secretName, SecretScrubber scrubber, TimeProvider time, ILogger<VaultKeyRing> logger) : IXmlRepository
{
    /// <summary>
    /// How much one version holds: Key Vault's own limit (https://learn.microsoft.com/azure/key-vault/secrets/about-secrets).
    /// </summary>
    public const int MaxBytes = 25 * 1024;

    /// <summary>What a person sees of a version beside its expiry: that it is no token of theirs.</summary>
    public const string ContentType = "application/xml; ASP.NET Core data-protection key of tenant-token";

    /// <summary>The tag that holds the name which data protection gives a key, <c>key-</c> and its id.</summary>
    public const string NameTag = "element";

    /// <summary>How long one reading or writing may take altogether, the client's retries included.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long the vault is not asked after it failed.</summary>
    public static readonly TimeSpan RestAfterFailure = SharedReading<object>.RestAfterFailure;

    /// <summary>
    /// How soon the vault is asked again after it answered. Shortly after the start each unknown key id makes data protection ask:
    /// whoever invents ids must not make the vault busy.
    /// </summary>
    public static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(2);

    private readonly Lock _oneAtATime = new();
    private ImmutableDictionary<string, string>? _known; // by version, whose value never changes
    private DateTimeOffset _knownAt;
    private KeyRingException? _failure;
    private DateTimeOffset _failedAt;

    /// <inheritdoc />
    /// <exception cref="KeyRingException">The vault cannot be read and never was, or a version holds no XML element.</exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_oneAtATime)
        {
            if (_known is null || time.GetUtcNow() - _knownAt >= ReadAgainAfter)
            {
                Refresh();
            }

            // A write whose answer was lost is sent again and leaves two versions of one key, which data protection would refuse.
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
            _known = null; // what was just written must be in what is read next
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
            return ImmutableDictionary<string, string>.Empty; // no such secret: the first key is still to be made
        }

        return read.ToImmutable();
    }

    private T Ask<T>(string done, Func<CancellationToken, T> ask)
    {
        if (_failure is not null && time.GetUtcNow() - _failedAt < RestAfterFailure)
        {
            throw new KeyRingException(_failure.Message);
        }

        TimeSpan limit = _known is null ? Patience : SharedReading<object>.RequestPatience; // who has keys goes on with them
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
            using XmlReader reader = XmlReader.Create(new StringReader(value)); // which refuses a document type
            XElement element = XElement.Load(reader);
            Remember(element, value);
            return element;
        }
        catch (XmlException)
        {
            // Without the cause, which quotes what was read.
            throw new KeyRingException(
                $"Version {version} of the vault secret {secretName} holds no data-protection key. Disable it; the others then count.");
        }
    }

    /// <summary>The whole element and the key in it, alone as it may be seen too.</summary>
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
