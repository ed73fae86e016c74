using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Identity;

/// <summary>Whoever shows an API key, as a bearer token or exchanged for a cookie of this browser.</summary>
/// <param name="keys">The keys.</param>
/// <param name="holder">The user of the operating system who owns the key file: what a key asked for, they cannot approve.</param>
/// <param name="protection">Seals the cookie.</param>
/// <param name="time">The clock of its expiry.</param>
public sealed class ApiKeyIdentity(ApiKeyFile keys, string holder, IDataProtectionProvider protection, TimeProvider time) : IRequestIdentity
{
    /// <summary>How long a browser stays signed in.</summary>
    public static readonly TimeSpan SessionTime = TimeSpan.FromHours(12);

    private const string CookieName = "tenant-token-session";
    private readonly IDataProtector _protector = protection.CreateProtector("TenantTokens.Web.Session");

    /// <inheritdoc />
    public string? SignInPath => "/sign-in";

    /// <inheritdoc />
    public string? SignOutPath => "/sign-out";

    /// <inheritdoc />
    public Task<IdentityVerdict> IdentifyAsync(HttpContext context, CancellationToken cancellationToken)
        => Task.FromResult(Identify(context.Request));

    /// <summary>Signs a browser in, and says as whom.</summary>
    public Caller SignIn(HttpContext context, WebRoles role)
    {
        string session = string.Create(CultureInfo.InvariantCulture, $"{(int)role}|{(time.GetUtcNow() + SessionTime).ToUnixTimeSeconds()}");
        context.Response.Cookies.Append(CookieName, _protector.Protect(session), CookieOf(context));
        return CallerOf(role);
    }

    /// <summary>Takes the cookie from a browser.</summary>
    public static void SignOut(HttpContext context)
        => context.Response.Cookies.Delete(CookieName, CookieOf(context));

    private static CookieOptions CookieOf(HttpContext context)
        => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/", IsEssential = true };

    private IdentityVerdict Identify(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ } value] && value.StartsWith($"Bearer {ApiKeyFile.Prefix}", StringComparison.OrdinalIgnoreCase))
        {
            return keys.RoleOf(value[7..].Trim()) is { } role ? new(CallerOf(role)) : new(null, "The API key is none of this machine's.");
        }

        return request.Cookies[CookieName] is { Length: > 0 and < 1000 } cookie
            ? Unseal(cookie) is { } session ? new(CallerOf(session)) : new(null, "The sign-in of this browser is over. Sign in again.")
            : IdentityVerdict.Nothing;
    }

    private WebRoles? Unseal(string cookie)
    {
        try
        {
            return _protector.Unprotect(cookie).Split('|') is [var role, var until] && long.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds()
                ? (WebRoles)int.Parse(role, CultureInfo.InvariantCulture)
                : null;
        }
        catch (CryptographicException exception) when (KeyRingException.CauseOf(exception) is null) // else nobody knows whether the sign-in is over
        {
            return null;
        }
    }

    private Caller CallerOf(WebRoles role) => new($"api-key:{role.ToString().ToLowerInvariant()}", KnownBy.Key, role) { Subject = holder };
}
