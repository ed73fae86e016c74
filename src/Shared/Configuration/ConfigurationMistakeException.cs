namespace TenantTokens.Configuration;

/// <summary>
/// Something that the configuration names is not what it must be, so nothing was sent. The message says where and what; it never contains a
/// secret.
/// </summary>
/// <param name="message">What is wrong, where, and what would be right.</param>
public sealed class ConfigurationMistakeException(string message) : Exception(message);
