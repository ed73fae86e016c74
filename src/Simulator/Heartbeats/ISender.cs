using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>Something that sends data with a tenant token.</summary>
internal interface ISender
{
    string Name { get; }

    TenantEnvironment Environment { get; }

    /// <summary>The token that it has loaded; null while it sends nothing.</summary>
    string? Token { get; }

    /// <summary>The zone whose ActiveGates it uses; null when it sends to the cluster directly.</summary>
    NetworkZone? Zone { get; }

    /// <summary>The one ActiveGate that it is bound to; null when there is none.</summary>
    ActiveGate? OwnGate => null;

    /// <summary>Called after each heartbeat.</summary>
    void Sent(Delivery delivery, DateTimeOffset at);
}
