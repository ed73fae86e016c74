namespace TenantTokens.Tokens;

/// <summary>
/// Keys cannot be read at the moment, from the vault or from the Entra tenant. The message says which and why; it never contains a key.
/// </summary>
/// <param name="message">What could not be read, and why.</param>
public sealed class KeysUnavailableException(string message) : Exception(message);
