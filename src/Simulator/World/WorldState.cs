using TenantTokens.Simulator.Arm;
using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Faults;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Teams;
using TenantTokens.Simulator.Vault;
using TenantTokens.Simulator.Wire;

namespace TenantTokens.Simulator.World;

/// <summary>The whole state of the world. <see cref="Sync"/> guards environments, services, agents and the meter.</summary>
internal sealed class WorldState
{
    private readonly Registry<IMachine> _machines = new();
    private readonly Registry<ActiveGate> _gates = new();
    private readonly Registry<IMachine> _departed = new();
    private readonly Registry<KubernetesAgent> _operated = new();
    private readonly Registry<DetachedAgent> _detached = new();
    private readonly Registry<SilentAgent> _silent = new();

    public WorldState(WorldClock clock, Chance chance, CancellationToken end)
    {
        (Clock, Chance, End) = (clock, chance, end);
        ApiToken = $"dt0c01.{chance.Text("api-token", 24, Chance.Base32)}.{chance.Text("api-token/secret", 64, Chance.Base32)}";
        WebhookSignature = chance.Text("teams-webhook", 40, Chance.Base32);
        Vault = new SecretStore(clock);
        Vault.Add("dynatrace-api-token", ApiToken);
        Router = new Router(this);
        Pulse = new Pulse(this);
        Commands = new RunCommandBook(this);
    }

    /// <summary>
    /// The largest number of items on a page of a list. The real page holds 500; a small world's page holds 5, so that its clients do
    /// page.
    /// </summary>
    public int PageSize => Machines.Count <= 100 ? 5 : 500;

    public Lock Sync { get; } = new();

    public WorldClock Clock { get; }

    public Chance Chance { get; }

    /// <summary>Cancelled when the world is disposed.</summary>
    public CancellationToken End { get; }

    public FaultBox Faults { get; } = new();

    /// <summary>The world's only Dynatrace API token, which has every scope.</summary>
    public string ApiToken { get; }

    /// <summary>The signature that makes the URL of the Teams webhook a secret.</summary>
    public string WebhookSignature { get; }

    public SecretStore Vault { get; }

    public Dictionary<string, TenantEnvironment> Environments { get; } = new(StringComparer.Ordinal);

    /// <summary>The ids of the environments that rotation.json names.</summary>
    public IReadOnlyList<string> Rotated { get; set; } = [];

    /// <summary>Whether machines are models in memory.</summary>
    public bool HasModels { get; init; }

    /// <summary>
    /// Whether Azure's answers about a run command include its script, some 60 KB that no client of ours reads. Without it, the answers are
    /// otherwise the same and faster to parse.
    /// </summary>
    public bool ShowsScripts { get; init; } = true;

    /// <summary>The longest script that a run command accepts, in characters.</summary>
    public int MaxScriptLength { get; init; } = int.MaxValue;

    /// <summary>Every machine that exists, whether Azure knows it or not.</summary>
    public IReadOnlyList<IMachine> Machines => _machines.All;

    /// <summary>Every machine that existed and was removed.</summary>
    public IReadOnlyList<IMachine> Departed => _departed.All;

    /// <summary>The resources that Azure knows.</summary>
    public AzureResources Azure { get; } = new();

    public IReadOnlyList<ActiveGate> Gates => _gates.All;

    public IReadOnlyList<KubernetesAgent> Operated => _operated.All;

    /// <summary>The running agents on what Azure has no machine for.</summary>
    public IReadOnlyList<DetachedAgent> Detached => _detached.All;

    /// <summary>The agents that Dynatrace still lists on hosts that are gone.</summary>
    public IReadOnlyList<SilentAgent> Silent => _silent.All;

    public List<NetworkZone> Zones { get; } = [];

    public Router Router { get; }

    public HeartbeatMeter Meter { get; } = new();

    public Pulse Pulse { get; }

    public RunCommandBook Commands { get; }

    public Traffic Traffic { get; } = new();

    /// <summary>Keeps the requests; null in a world that keeps none.</summary>
    public Recorder? Recorder { get; init; }

    public TokenCalls Calls { get; } = new();

    public PlantedErrors PlantedErrors { get; } = new();

    public PostedCards Cards { get; } = new();

    /// <summary>Runs something after a simulated time, unless the world ends before.</summary>
    public void Later(TimeSpan simulated, Action act)
    {
        _ = WaitAsync();

        async Task WaitAsync()
        {
            try
            {
                await Clock.DelayAsync(simulated, End);
                act();
            }
            catch (OperationCanceledException)
            {
                // The world ends.
            }
        }
    }

    public void Add(IMachine machine)
    {
        _machines.Add(machine);
        if (machine.Identity.IsInAzure)
        {
            Azure.Add(machine);
        }

        if (machine.Gate is { } gate)
        {
            _gates.Add(gate);
        }
    }

    /// <summary>Removes a machine. Azure forgets it at once, Dynatrace only later.</summary>
    public void Remove(IMachine machine)
    {
        _machines.Remove(machine);
        _departed.Add(machine);
        Azure.Remove(machine);
    }

    public void Add(KubernetesAgent agent) => _operated.Add(agent);

    public void Add(DetachedAgent agent) => _detached.Add(agent);

    public void Add(SilentAgent agent) => _silent.Add(agent);

    public IEnumerable<ISender> Senders() => Machines.SelectMany(static m => m.Senders).Concat(Operated).Concat(Detached);

    /// <summary>Finds a machine by its Azure name; null when there is none.</summary>
    public IMachine? Machine(string? name) => name is null ? null : _machines.Find(name, static m => m.Identity.Name);
}
