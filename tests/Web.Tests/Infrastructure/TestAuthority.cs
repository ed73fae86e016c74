using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TenantTokens.Configuration.Options;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>An Entra tenant on loopback: it publishes its configuration and keys, and signs whatever a test wants signed.</summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    public const string Tenant = "11111111-1111-1111-1111-111111111111";
    public const string App = "22222222-2222-2222-2222-222222222222";
    public const string Flow = "33333333-3333-3333-3333-333333333333";
    private readonly WebApplication _application;
    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _stranger = RSA.Create(2048);

    private bool _isAway;
    private TaskCompletionSource? _waiting;

    private TestAuthority(WebApplication application) => _application = application;

    public Uri Address
        => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public EntraOptions Options => new() { TenantId = Tenant, ClientId = App, CallbackIdentities = [Flow], Authority = Address };

    public string Issuer => $"{new Uri(Address, $"/{Tenant}/v2.0").AbsoluteUri}";

    public static async Task<TestAuthority> StartAsync(CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        TestAuthority authority = new(application);
        application.Run(authority.AnswerAsync);
        await application.StartAsync(cancellationToken);
        return authority;
    }

    /// <summary>A token of a person.</summary>
    public string Person(
        string name,
        string roles = "Approver",
        string? oid = null,
        string? audience = null,
        string? issuer = null,
        DateTimeOffset? expires = null,
        bool signedByStranger = false,
        string[]? groups = null,
        DateTimeOffset? issued = null)
        => Sign(
            [
                new("preferred_username", name),
                new("oid", oid ?? $"oid-of-{name}"),
                .. Claims("roles", roles),
                .. (groups ?? []).Select(static group => new Claim("groups", group)),
            ],
            audience,
            issuer,
            expires,
            signedByStranger,
            issued);

    /// <summary>A token of an application.</summary>
    public string Application(string oid, string roles = "")
        => Sign([new("oid", oid), new("sub", oid), new("idtyp", "app"), .. Claims("roles", roles)], $"api://{App}");

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _key.Dispose();
        _stranger.Dispose();
    }

    private static IEnumerable<Claim> Claims(string type, string values)
        => values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(value => new Claim(type, value));

    private string Sign(
        IEnumerable<Claim> claims,
        string? audience = null,
        string? issuer = null,
        DateTimeOffset? expires = null,
        bool signedByStranger = false,
        DateTimeOffset? issued = null)
        => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Subject = new ClaimsIdentity(claims),
            Audience = audience ?? App,
            Issuer = issuer ?? Issuer,
            NotBefore = Some.Now.AddMinutes(-60).UtcDateTime,
            IssuedAt = issued?.UtcDateTime,
            Expires = (expires ?? Some.Now.AddHours(1)).UtcDateTime,
            SigningCredentials = new(
                new RsaSecurityKey(signedByStranger ? _stranger : _key) { KeyId = "key-1" },
                SecurityAlgorithms.RsaSha256),
        });

    /// <summary>From now on it breaks connections, or lets callers wait until it is asked to answer.</summary>
    public void GoAway(bool hangs)
        => (_isAway, _waiting) = (!hangs, hangs ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null);

    /// <summary>From now on it answers again, also those who wait.</summary>
    public void ComeBack()
    {
        _isAway = false;
        _waiting?.TrySetResult();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (_isAway)
        {
            context.Abort();
            return;
        }

        await (_waiting?.Task ?? Task.CompletedTask);
        JsonWebKey key = JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(_key.ExportParameters(includePrivateParameters: false)) { KeyId = "key-1" });
        await (context.Request.Path.Value!.EndsWith("openid-configuration", StringComparison.Ordinal)
            ? context.Response.WriteAsJsonAsync(new { issuer = Issuer, jwks_uri = new Uri(Address, "/keys") })
            : context.Response.WriteAsJsonAsync(
                new { keys = new[] { new { kty = "RSA", use = "sig", kid = "key-1", n = key.N, e = key.E } } }));
    }
}
