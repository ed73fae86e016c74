namespace TenantTokens.Machines;

/// <summary>An instance of a uniform scale set. It gets no command: its model decides what is on it.</summary>
/// <param name="ResourceId">The full ARM id.</param>
/// <param name="ScaleSet">The scale set's name.</param>
/// <param name="ComputerName">The host name that the guest reports.</param>
public sealed record ScaleSetInstance(string ResourceId, string ScaleSet, string ComputerName);
