using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TenantTokens.Web.Identity;

/// <summary>
/// Single-use codes for signing a browser in. They exist only in memory. A program prints one when it starts, so that no key appears in a
/// terminal or its history.
/// </summary>
public sealed class SignInCodes(TimeProvider time)
{
    /// <summary>How long a code is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (WebRoles Role, DateTimeOffset Until)> _codes = new(StringComparer.Ordinal);

    /// <summary>Creates a code for a role.</summary>
    public string Create(WebRoles role)
    {
        string code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        _codes[code] = (role, time.GetUtcNow() + Lifetime);
        return code;
    }

    /// <summary>Uses up a code and returns its role; null when there is no such code or it has expired.</summary>
    public WebRoles? Take(string code)
        => _codes.TryRemove(code, out (WebRoles Role, DateTimeOffset Until) known) && known.Until > time.GetUtcNow() ? known.Role : null;
}
