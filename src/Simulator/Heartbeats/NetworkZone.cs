namespace TenantTokens.Simulator.Heartbeats;

/// <summary>A network zone, which is also the pool of its ActiveGates.</summary>
/// <param name="Name">The zone's name.</param>
/// <param name="Group">The ActiveGate group.</param>
/// <param name="IsIsolated">Whether its agents reach only the zone's ActiveGates, not other zones or the cluster.</param>
internal sealed record NetworkZone(string Name, string Group, bool IsIsolated);
