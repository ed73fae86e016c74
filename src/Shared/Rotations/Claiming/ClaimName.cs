using System.Security.Cryptography;
using System.Text;

namespace TenantTokens.Rotations.Claiming;

/// <summary>
/// Names the vault secret that holds the claim on an environment. Every copy of the product must find the same secret, so the name cannot
/// be configured.
/// </summary>
public static class ClaimName
{
    /// <summary>The beginning of every claim's name.</summary>
    public const string Prefix = "tenant-token-claim-";

    /// <summary>Returns the name, for example <c>tenant-token-claim-abc12345</c>.</summary>
    /// <param name="environmentId">The environment id: letters, digits, '-' and '_'.</param>
    /// <remarks>
    /// Key Vault accepts no '_' and does not distinguish upper and lower case
    /// (https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates). An id with either gets the first eight hex
    /// digits of its SHA-256 appended, so that two environments never share a claim.
    /// </remarks>
    public static string From(string environmentId)
    {
        string plain = environmentId.ToLowerInvariant().Replace('_', '-');
        return plain == environmentId
            ? Prefix + plain
            : $"{Prefix}{plain}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(environmentId)))[..8]}";
    }
}
