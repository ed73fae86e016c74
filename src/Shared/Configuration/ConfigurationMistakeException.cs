namespace TenantTokens.Configuration;

/// <summary>
/// What the configuration names is not what it must be, so nothing was sent. The message says where and what; never a value of a secret.
/// </summary>
/// <param name="message">What is wrong, where, and the right form.</param>
public sealed class ConfigurationMistakeException(string message) : Exception(message);
