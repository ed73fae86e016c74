namespace TenantTokens.Machines;

/// <summary>The list of machines could not be read completely. A fleet that is silently too small would leave hosts behind.</summary>
/// <param name="message">What is wrong.</param>
public sealed class FleetInventoryException(string message) : Exception(message);
