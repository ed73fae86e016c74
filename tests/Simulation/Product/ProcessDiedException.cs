namespace TenantTokens.Simulation.Product;

/// <summary>Ends the loop of an engine whose process has just died; nobody catches it but that loop.</summary>
internal sealed class ProcessDiedException() : Exception("The process died.");
