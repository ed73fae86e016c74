using System.Security.Cryptography;
using System.Text;

namespace TenantTokens.Durable;

/// <summary>Makes a short name from a text of any length and characters, for row keys and names of run commands.</summary>
internal static class ShortHash
{
    /// <summary>
    /// Returns the first 32 lower-case hex digits of the text's SHA-256. The result is stored, so this must never change.
    /// </summary>
    public static string From(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
