namespace TenantTokens.Tokens;

/// <summary>A tenant token and the vault version that holds it.</summary>
/// <param name="Token">The token; prints as "***".</param>
/// <param name="Version">The version of the vault secret: what ledger rows and inputs may hold in place of the token.</param>
public sealed record StoredToken(TenantToken Token, string Version);
