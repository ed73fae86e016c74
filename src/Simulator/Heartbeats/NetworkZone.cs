namespace TenantTokens.Simulator.Heartbeats;

/// <summary>A network zone, which is also the pool of its ActiveGates.</summary>
/// <param name="Name">The zone's name.</param>
/// <param name="Group">The ActiveGate group.</param>
/// <param name="IsIsolated">Its agents reach the zone's ActiveGates only: no other zone, no direct way.</param>
internal sealed record NetworkZone(string Name, string Group, bool IsIsolated);
