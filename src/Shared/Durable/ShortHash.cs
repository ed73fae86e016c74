using System.Security.Cryptography;
using System.Text;

namespace TenantTokens.Durable;

/// <summary>A short name for a text of any length and characters, as keys of rows and names of run commands may hold it.</summary>
internal static class ShortHash
{
    /// <summary>The first 32 lower-case hexadecimal digits of the text's SHA-256. Stored: it never changes.</summary>
    public static string From(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
