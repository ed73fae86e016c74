using TenantTokens.Simulator.Arm;
using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Faults;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Teams;
using TenantTokens.Simulator.Vault;
using TenantTokens.Simulator.Wire;

namespace TenantTokens.Simulator.World;

/// <summary>Everything there is. <see cref="Sync"/> guards environments, services, agents and the meter.</summary>
internal sealed class WorldState
{
    private readonly List<IMachine> _machines = [];
    private readonly List<ActiveGate> _gates = [];
    private readonly List<KubernetesAgent> _operated = [];
    private readonly List<SilentAgent> _silent = [];

    public WorldState(WorldClock clock, Chance chance, CancellationToken end)
    {
        (Clock, Chance, End) = (clock, chance, end);
        ApiToken = $"dt0c01.{chance.Text("api-token", 24, Chance.Base32)}.{chance.Text("api-token/secret", 64, Chance.Base32)}";
        WebhookSignature = chance.Text("teams-webhook", 40, Chance.Base32);
        Vault = new SecretStore(clock);
        Vault.Add("dynatrace-api-token", ApiToken);
        Router = new Router(_gates);
        Pulse = new Pulse(this);
        Commands = new RunCommandBook(this);
    }

    public Lock Sync { get; } = new();

    public WorldClock Clock { get; }

    public Chance Chance { get; }

    /// <summary>Cancelled when the world is disposed.</summary>
    public CancellationToken End { get; }

    public FaultBox Faults { get; } = new();

    /// <summary>The one Dynatrace API token of the world; it has every scope.</summary>
    public string ApiToken { get; }

    /// <summary>What makes the URL of the Teams webhook a secret.</summary>
    public string WebhookSignature { get; }

    public SecretStore Vault { get; }

    public Dictionary<string, TenantEnvironment> Environments { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<IMachine> Machines => _machines;

    public IReadOnlyList<ActiveGate> Gates => _gates;

    public IReadOnlyList<KubernetesAgent> Operated => _operated;

    /// <summary>Agents that Dynatrace still lists, on hosts that are gone.</summary>
    public IReadOnlyList<SilentAgent> Silent => _silent;

    public List<NetworkZone> Zones { get; } = [];

    public Router Router { get; }

    public HeartbeatMeter Meter { get; } = new();

    public Pulse Pulse { get; }

    public RunCommandBook Commands { get; }

    public Traffic Traffic { get; } = new();

    public TokenCalls Calls { get; } = new();

    public PlantedErrors PlantedErrors { get; } = new();

    public PostedCards Cards { get; } = new();

    public void Add(IMachine machine)
    {
        _machines.Add(machine);
        if (machine.Gate is { } gate)
        {
            _gates.Add(gate);
        }
    }

    public void Add(KubernetesAgent agent) => _operated.Add(agent);

    public void Add(SilentAgent agent) => _silent.Add(agent);

    public IEnumerable<ISender> Senders() => _machines.SelectMany(static m => m.Senders).Concat(_operated);

    /// <summary>By its Azure name; null when there is none.</summary>
    public IMachine? Machine(string? name) => _machines.Find(m => m.Identity.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
