namespace TenantTokens.Fleet.Targets;

/// <summary>How Dynatrace saw an agent. Changes by addition only.</summary>
/// <param name="AgentId">ActiveGate id or HOST entity id.</param>
/// <param name="Version">Its version; null when not known.</param>
/// <param name="IsOnline">Whether it was online.</param>
/// <param name="FirstSeen">When the entity was first detected; null for ActiveGates and when Dynatrace does not say.</param>
/// <param name="At">When it was seen so, in our clock.</param>
public sealed record AgentSighting(string AgentId, string? Version, bool IsOnline, DateTimeOffset? FirstSeen, DateTimeOffset At);
