namespace TenantTokens.Testing.Http;

/// <summary>A test sent what it did not expect. No client catches this.</summary>
internal sealed class UnexpectedRequestException(string message) : Exception(message);
