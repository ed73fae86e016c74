using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>Whatever sends data with a tenant token.</summary>
internal interface ISender
{
    string Name { get; }

    TenantEnvironment Environment { get; }

    /// <summary>The token it loaded; null while it sends nothing.</summary>
    string? Token { get; }

    /// <summary>Where it looks for ActiveGates; null = it goes straight to the cluster.</summary>
    NetworkZone? Zone { get; }

    /// <summary>The one ActiveGate it talks to, if it is bound to one.</summary>
    ActiveGate? OwnGate => null;

    /// <summary>Told after each heartbeat.</summary>
    void Sent(Delivery delivery, DateTimeOffset at);
}
