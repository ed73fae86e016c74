namespace TenantTokens.Tokens;

/// <summary>
/// Keys that are needed cannot be read now, from the vault or from the Entra tenant. The message says which and why, never a value.
/// </summary>
/// <param name="message">What could not be read, and why.</param>
public sealed class KeysUnavailableException(string message) : Exception(message);
