using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>A person has declared an agent gone for good that is no longer listed anywhere. Changes by addition only.</summary>
/// <param name="Component">ActiveGate or OneAgent.</param>
/// <param name="AgentId">Its id at Dynatrace.</param>
/// <param name="Hostname">The name of its host.</param>
/// <param name="By">The person.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When it was retired (UTC).</param>
public sealed record Retirement(Component Component, string AgentId, string Hostname, string By, string Reason, DateTimeOffset At);
