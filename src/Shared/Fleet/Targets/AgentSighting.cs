namespace TenantTokens.Fleet.Targets;

/// <summary>How Dynatrace reported an agent at one moment. Changes by addition only.</summary>
/// <param name="AgentId">The ActiveGate id or HOST entity id.</param>
/// <param name="Version">The agent's version; null when not known.</param>
/// <param name="IsOnline">Whether it was online.</param>
/// <param name="FirstSeen">When the entity was first detected; null for ActiveGates and when Dynatrace does not say.</param>
/// <param name="At">When Dynatrace reported it, by our clock (UTC).</param>
public sealed record AgentSighting(string AgentId, string? Version, bool IsOnline, DateTimeOffset? FirstSeen, DateTimeOffset At);
