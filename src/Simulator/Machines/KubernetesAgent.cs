using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines;

/// <summary>
/// An agent that a Kubernetes operator manages. It loads the active token by itself 20 simulated minutes after start or cancel, whatever
/// order the rotation keeps, unless its operator is held back; once released, it loads it at once (docs/facts/dynatrace.md §6.3).
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

    /// <summary>When it next loads a token by itself; null when it does not have to.</summary>
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

    /// <summary>Loads the environment's present token, as when its operator is released.</summary>
    public void Reload() => _token = environment.Active;

    public void Sent(Delivery delivery, DateTimeOffset at) => Link.Sent(delivery, at);
}
