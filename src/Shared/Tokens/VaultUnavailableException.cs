namespace TenantTokens.Tokens;

/// <summary>The vault cannot be asked now. The message names secrets and says why, never a value.</summary>
/// <param name="message">What could not be read, and why.</param>
public sealed class VaultUnavailableException(string message) : Exception(message);
