using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;

namespace TenantTokens.Simulator.Machines;

/// <summary>An agent that Dynatrace saw some time ago, on a host that no longer exists or has another id now.</summary>
internal sealed record SilentAgent(string Name, string HostId, TenantEnvironment Environment, NetworkZone Zone)
{
    public string State { get; init; } = "LOST";

    public string DetailedState { get; init; } = "LOST_CONNECTION";

    public string? Address { get; init; }

    /// <summary>The resource id that it detected on an Azure VM; null elsewhere.</summary>
    public string? ResourceId { get; init; }

    /// <summary>When it was last seen; two hours before the world began when null.</summary>
    public DateTimeOffset? LastSeen { get; init; }
}
