using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TenantTokens.Configuration.Options;
using TenantTokens.Failures;
using TenantTokens.Tokens;

namespace TenantTokens.Web.Identity;

/// <summary>Checks tokens of the configured Entra tenant: signature, issuer, audience, expiry.</summary>
public sealed class EntraTokens
{
    private static readonly TimeSpan _skew = TimeSpan.FromMinutes(2);
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _configuration;
    private readonly TokenValidationParameters _rules;
    private readonly SharedReading<OpenIdConnectConfiguration> _first; // afterwards the library keeps its keys until it has read new ones

    /// <summary>
    /// Prepares the checks for a tenant. Its signing keys are read at the first use, and again when a token has an unknown key.
    /// </summary>
    public EntraTokens(EntraOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        string address = new Uri(options.Authority, $"/{options.TenantId}/v2.0").AbsoluteUri;
        HttpClient client = new(new LimitedHandler(SharedReading<OpenIdConnectConfiguration>.LongestReading, time))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        HttpDocumentRetriever documents = new(client) { RequireHttps = !options.Authority.IsLoopback };
        _configuration = new($"{address}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), documents);
        _first = new(ReadKeysAsync, $"What the Entra tenant signs tokens with ({options.Authority.Host})", time);
        _rules = new TokenValidationParameters
        {
            ConfigurationManager = _configuration,
            // Version 1 tokens, for example those of managed identities, have the second issuer.
            ValidIssuers = [address, $"https://sts.windows.net/{options.TenantId}/"],
            ValidAudiences = [options.ClientId, $"api://{options.ClientId}"],
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => until is { } end
                && end > (time.GetUtcNow() - _skew).UtcDateTime
                && !(from > (time.GetUtcNow() + _skew).UtcDateTime),
        };
    }

    /// <summary>When the signing keys were first read; null when they were not.</summary>
    internal DateTimeOffset? ReadAt => _first.ReadAt;

    /// <summary>Starts reading the signing keys, for a request that will need them. Does not wait.</summary>
    internal void Begin() => _first.Begin(TimeSpan.MaxValue);

    /// <summary>Returns the claims of a token; null when it is not valid. Never throws because of what a caller sent.</summary>
    /// <exception cref="KeysUnavailableException">
    /// The signing keys were never read and cannot be read now, so it is not known whether the token is valid.
    /// </exception>
    public async Task<ClaimsIdentity?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        await _first.GetSoonAsync(TimeSpan.MaxValue, cancellationToken);
        TokenValidationResult result = await _handler.ValidateTokenAsync(token, _rules);
        if (!result.IsValid && result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            _configuration.RequestRefresh(); // reads at most once every few minutes, however often it is called
            result = await _handler.ValidateTokenAsync(token, _rules);
        }

        return result.IsValid ? result.ClaimsIdentity : null;
    }

    private async Task<OpenIdConnectConfiguration> ReadKeysAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _configuration.GetConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            string why = FailureText.Clause(exception.GetBaseException());
            throw new KeysUnavailableException($"What the Entra tenant signs tokens with could not be read: {why}.");
        }
    }
}
