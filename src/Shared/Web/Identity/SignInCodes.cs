using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TenantTokens.Web.Identity;

/// <summary>
/// Codes that sign a browser in once. They live in memory: a program prints one when it starts, so that no key stands in a terminal or a
/// history.
/// </summary>
public sealed class SignInCodes(TimeProvider time)
{
    /// <summary>How long a code may be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (WebRoles Role, DateTimeOffset Until)> _codes = new(StringComparer.Ordinal);

    /// <summary>A new code for a role.</summary>
    public string Create(WebRoles role)
    {
        string code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        _codes[code] = (role, time.GetUtcNow() + Lifetime);
        return code;
    }

    /// <summary>Takes a code: it cannot be used again. Null when there is none such, or its time is over.</summary>
    public WebRoles? Take(string code)
        => _codes.TryRemove(code, out (WebRoles Role, DateTimeOffset Until) known) && known.Until > time.GetUtcNow() ? known.Role : null;
}
