using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;

namespace TenantTokens.Simulator.Machines;

/// <summary>
/// An application that has loaded the OneAgent library. It keeps the token that it started with, whatever the agent beside it does.
/// </summary>
internal sealed class InjectedProcess(string name, TenantEnvironment environment, NetworkZone zone, string token) : ISender
{
    public string Name => name;

    public TenantEnvironment Environment => environment;

    public string? Token => token;

    public NetworkZone? Zone => zone;

    public void Sent(Delivery delivery, DateTimeOffset at)
    {
    }
}
