using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines;

/// <summary>
/// An agent that the Kubernetes operator looks after: 20 simulated minutes after start or cancel it takes the then active token by
/// itself, whatever order anybody else keeps, unless its operator is held; once released it catches up at once (docs/facts/dynatrace.md
/// §6.3).
/// </summary>
internal sealed class KubernetesAgent(string name, TenantEnvironment environment, NetworkZone zone, WorldClock clock, Chance chance)
    : ISender
{
    private static readonly TimeSpan _reload = TimeSpan.FromMinutes(20);
    private string _token = environment.Active;

    public string Name => name;

    public TenantEnvironment Environment => environment;

    public NetworkZone? Zone => zone;

    public string HostId { get; } = chance.Text("host-id/" + name, 16, Chance.LowerHex);

    public AgentLink Link { get; } = new(clock);

    /// <summary>When it reloads by itself; null when it has nothing to.</summary>
    public DateTimeOffset? ReloadsAt
        => _token == environment.Active || environment.HasOperatorsHeld ? null : environment.ChangedAt + clock.Scaled(_reload);

    public string? Token
    {
        get
        {
            if (_token != environment.Active
                && !environment.HasOperatorsHeld
                && clock.Now >= environment.ChangedAt + clock.Scaled(_reload))
            {
                _token = environment.Active;
            }

            return _token;
        }
    }

    /// <summary>Takes what the environment tells now, as when its operator is released.</summary>
    public void Reload() => _token = environment.Active;

    public void Sent(Delivery delivery, DateTimeOffset at) => Link.Sent(delivery, at);
}
