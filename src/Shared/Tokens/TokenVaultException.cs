namespace TenantTokens.Tokens;

/// <summary>The vault does not hold what it must hold. The message names secrets and versions, never values.</summary>
/// <param name="message">What is missing or differs.</param>
public sealed class TokenVaultException(string message) : Exception(message);
