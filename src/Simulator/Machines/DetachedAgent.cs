using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines;

/// <summary>
/// A running agent that no run command reaches: an application with the agent in its image, or an instance of a uniform scale set. It keeps
/// the token that it was built with.
/// </summary>
internal sealed class DetachedAgent(
    string name,
    TenantEnvironment environment,
    NetworkZone zone,
    string monitoringType,
    WorldClock clock,
    Chance chance) : ISender
{
    private readonly string _token = environment.Active;

    public string Name => name;

    public string HostId { get; } = chance.Text("host-id/" + name, 16, Chance.LowerHex);

    /// <summary>FULL_STACK or STANDALONE.</summary>
    public string MonitoringType => monitoringType;

    /// <summary>The uniform scale set that it is an instance of; null for an application.</summary>
    public ScaleSet? ScaleSet { get; init; }

    /// <summary>The number of the instance in the set.</summary>
    public int Instance { get; init; }

    public TenantEnvironment Environment => environment;

    public string? Token => _token;

    public NetworkZone? Zone => zone;

    public AgentLink Link { get; } = new(clock);

    public void Sent(Delivery delivery, DateTimeOffset at) => Link.Sent(delivery, at);
}
