namespace TenantTokens.Tokens;

/// <summary>The vault version in use, and its expiry date.</summary>
/// <param name="Version">The version.</param>
/// <param name="ExpiresOn">Its <c>exp</c>; null when it has none. For information only: an expired version can still be read.</param>
public sealed record TokenExpiry(string Version, DateTimeOffset? ExpiresOn);
