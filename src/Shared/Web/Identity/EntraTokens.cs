using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TenantTokens.Configuration;

namespace TenantTokens.Web.Identity;

/// <summary>Checks tokens of the one Entra tenant that counts: signature, issuer, audience, expiry.</summary>
public sealed class EntraTokens
{
    private static readonly TimeSpan _skew = TimeSpan.FromMinutes(2);
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _configuration;
    private readonly TokenValidationParameters _rules;

    /// <summary>For a tenant. Its signing keys are read on first use, and again when an unknown one turns up.</summary>
    public EntraTokens(EntraOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        string address = new Uri(options.Authority, $"/{options.TenantId}/v2.0").AbsoluteUri;
        _configuration = new($"{address}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = !options.Authority.IsLoopback });
        _rules = new TokenValidationParameters
        {
            ConfigurationManager = _configuration,
            ValidIssuers = [address, $"https://sts.windows.net/{options.TenantId}/"], // the second one is what version 1 tokens carry, those of managed identities among them
            ValidAudiences = [options.ClientId, $"api://{options.ClientId}"],
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => until is { } end && end > (time.GetUtcNow() - _skew).UtcDateTime && !(from > (time.GetUtcNow() + _skew).UtcDateTime),
        };
    }

    /// <summary>The claims of a token; null when it does not count. Never throws for what a caller sent.</summary>
    public async Task<ClaimsIdentity?> ReadAsync(string token)
    {
        TokenValidationResult result = await _handler.ValidateTokenAsync(token, _rules);
        if (!result.IsValid && result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            _configuration.RequestRefresh(); // does so at most every few minutes, whoever asks
            result = await _handler.ValidateTokenAsync(token, _rules);
        }

        return result.IsValid ? result.ClaimsIdentity : null;
    }
}
