using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;

namespace TenantTokens.Simulator.Machines;

/// <summary>An agent that Dynatrace has seen within 72 hours, on a host that no longer exists.</summary>
internal sealed record SilentAgent(string Name, string HostId, TenantEnvironment Environment, NetworkZone Zone);
