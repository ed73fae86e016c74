namespace TenantTokens.Fleet.Matching;

/// <summary>A OneAgent that a plan knew. Changes by addition only.</summary>
/// <param name="AgentId">Its HOST entity id.</param>
/// <param name="Hostname">The name of its host.</param>
/// <param name="MachineId">The ARM id of its machine; null when none was found.</param>
/// <param name="VmId">The machine's unique id; null when Azure knew none.</param>
/// <param name="LastSeen">When Dynatrace last saw it or, where Dynatrace does not say, when a plan last found it in the list.</param>
public sealed record KnownAgent(string AgentId, string Hostname, string? MachineId, string? VmId, DateTimeOffset LastSeen);
