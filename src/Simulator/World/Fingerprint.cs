using System.Security.Cryptography;
using System.Text;

namespace TenantTokens.Simulator.World;

/// <summary>The text that the world shows instead of a token.</summary>
internal static class Fingerprint
{
    /// <summary>Returns the first 16 hex digits of SHA-256("world:" + token).</summary>
    public static string Of(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("world:" + token)))[..16];
}
