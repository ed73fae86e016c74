namespace TenantTokens.Fleet.Matching;

/// <summary>An ActiveGate that a plan knew. Changes by addition only.</summary>
/// <param name="AgentId">Its id at Dynatrace.</param>
/// <param name="Hostname">The name of its host.</param>
/// <param name="Pool">Its network zone and group.</param>
/// <param name="MachineId">The ARM id of its machine; null when none was found.</param>
/// <param name="LastListed">When Dynatrace last listed it.</param>
public sealed record KnownActiveGate(string AgentId, string Hostname, string? Pool, string? MachineId, DateTimeOffset LastListed);
