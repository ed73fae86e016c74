namespace TenantTokens.Tokens;

/// <summary>The vault version in force, and when the vault says that it expires.</summary>
/// <param name="Version">The version.</param>
/// <param name="ExpiresOn">Its <c>exp</c>; null when it has none. Informational: an expired version can still be read.</param>
public sealed record TokenExpiry(string Version, DateTimeOffset? ExpiresOn);
