using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Identity;

/// <summary>Identifies callers with an API key, sent as a bearer token or exchanged for a session cookie.</summary>
/// <param name="keys">The keys.</param>
/// <param name="holder">The operating system's user who owns the key file. This user may not approve what was requested with a key.</param>
/// <param name="protection">Encrypts the cookie.</param>
/// <param name="sessions">The sessions. A cookie is the id of a session and is valid while the session exists.</param>
/// <param name="time">The clock for their expiry.</param>
public sealed class ApiKeyIdentity(
    ApiKeyFile keys,
    string holder,
    IDataProtectionProvider protection,
    SessionLedger sessions,
    TimeProvider time) : IRequestIdentity
{
    /// <summary>How long a browser stays signed in.</summary>
    public static readonly TimeSpan SessionTime = TimeSpan.FromHours(12);

    private const string CookieName = "tenant-token-session";
    private const int IdLength = 32;
    // The number differs from that of older cookies, which were valid by themselves.
    private readonly IDataProtector _protector = protection.CreateProtector("TenantTokens.Web.Session.2");

    /// <inheritdoc />
    public string? SignInPath => "/sign-in";

    /// <inheritdoc />
    public string? SignOutPath => "/sign-out";

    /// <summary>Returns the name of a caller who has a role through a key.</summary>
    public static string NameOf(WebRoles role) => $"api-key:{role.ToString().ToLowerInvariant()}";

    /// <inheritdoc />
    public async Task<IdentityVerdict> IdentifyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Request.Headers.Authorization is [{ } value]
            && value.StartsWith($"Bearer {ApiKeyFile.Prefix}", StringComparison.OrdinalIgnoreCase))
        {
            return keys.RoleOf(value[7..].Trim()) is { } role ? new(CallerOf(role)) : new(null, "This machine does not know the API key.");
        }

        if (!HasCookie(context))
        {
            return IdentityVerdict.Nothing;
        }

        // A key that was removed, or that has another role now, ends the sessions that it began.
        return IdOf(context) is { } id
            && await sessions.FindAsync(id, cancellationToken) is { } session
            && keys.RoleOfId(session.KeyId) == session.Role
            ? new(CallerOf(session.Role))
            : new(null, "You are no longer signed in on this browser. Sign in again.");
    }

    /// <summary>
    /// Signs a browser in and returns its caller; null when no key has the role any more. An earlier session of the browser ends.
    /// </summary>
    public async Task<Caller?> SignInAsync(HttpContext context, WebRoles role, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (keys.IdOf(role) is not { } keyId)
        {
            return null;
        }

        await EndAsync(context, cancellationToken);
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        string cookie = _protector.Protect(id);
        DateTimeOffset now = time.GetUtcNow();
        await sessions.StartAsync(id, new(role, keyId, holder, now, now + SessionTime), cancellationToken);
        context.Response.Cookies.Append(CookieName, cookie, CookieOf(context));
        return CallerOf(role);
    }

    /// <summary>Ends the session of a browser, for every copy of its cookie, and deletes the cookie.</summary>
    public async Task SignOutAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await EndAsync(context, cancellationToken);
        context.Response.Cookies.Delete(CookieName, CookieOf(context));
    }

    private static CookieOptions CookieOf(HttpContext context)
        => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/", IsEssential = true };

    private static bool HasCookie(HttpContext context) => context.Request.Cookies[CookieName] is { Length: > 0 and < 1000 };

    private async Task EndAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (HasCookie(context) && IdOf(context) is { } id)
        {
            await sessions.EndAsync(id, cancellationToken);
        }
    }

    private string? IdOf(HttpContext context)
    {
        try
        {
            string id = _protector.Unprotect(context.Request.Cookies[CookieName]!);
            return id.Length is IdLength && id.All(char.IsAsciiHexDigitLower) ? id : null;
        }
        // A failure of the key ring is not caught: then it is not known whether the sign-in has ended.
        catch (CryptographicException exception) when (KeyRingException.CauseOf(exception) is null)
        {
            return null;
        }
    }

    private Caller CallerOf(WebRoles role) => new(NameOf(role), KnownBy.Key, role) { Subject = holder };
}
