using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>Somebody said that an agent which nobody lists any more is gone for good. Changes by addition only.</summary>
/// <param name="Component">What it was.</param>
/// <param name="AgentId">Its id at Dynatrace.</param>
/// <param name="Hostname">The name of its host.</param>
/// <param name="By">Who said it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record Retirement(Component Component, string AgentId, string Hostname, string By, string Reason, DateTimeOffset At);
