using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;

namespace TenantTokens.Simulator.Machines;

/// <summary>An agent that Dynatrace has seen some time ago, on a host that no longer exists or has another id now.</summary>
internal sealed record SilentAgent(string Name, string HostId, TenantEnvironment Environment, NetworkZone Zone)
{
    public string State { get; init; } = "LOST";

    public string DetailedState { get; init; } = "LOST_CONNECTION";

    public string? Address { get; init; }

    /// <summary>What it found out about itself on an Azure VM; null elsewhere.</summary>
    public string? ResourceId { get; init; }

    /// <summary>Two hours before the world began when it is not said.</summary>
    public DateTimeOffset? LastSeen { get; init; }
}
