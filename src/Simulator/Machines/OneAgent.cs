using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines;

/// <summary>A OneAgent on a host. Guarded by the world's lock.</summary>
internal sealed class OneAgent : ISender
{
    private readonly WorldClock _clock;
    private readonly Chance _chance;
    private readonly IOneAgentFiles _files;
    private string? _loaded;
    private DateTimeOffset _readyAt;

    public OneAgent(
        MachineIdentity machine,
        NetworkZone zone,
        TenantEnvironment environment,
        IOneAgentFiles files,
        UnitBoard units,
        WorldClock clock,
        Chance chance)
    {
        (Machine, AgentZone, Environment, _files, _clock, _chance) = (machine, zone, environment, files, clock, chance);
        HostId = chance.Text("host-id/" + machine.Name, 16, Chance.LowerHex);
        Link = new AgentLink(clock);
        Unit = units.Add("oneagent", "Dynatrace OneAgent");
        Unit.Load = Load;
    }

    public const string FirstVersion = "1.299.43.20260815-123456";

    /// <summary>The version; an update changes it.</summary>
    public string Version { get; set; } = FirstVersion;

    public MachineIdentity Machine { get; }

    public NetworkZone AgentZone { get; }

    public TenantEnvironment Environment { get; }

    /// <summary>The host id as oneagentctl prints it; the API uses HOST- and the same in upper case.</summary>
    public string HostId { get; }

    public Unit Unit { get; }

    public AgentLink Link { get; }

    public IOneAgentFiles Files => _files;

    /// <summary>Whether Dynatrace has dropped its host, which is then not listed until the agent starts again.</summary>
    public bool IsUnlisted { get; set; }

    public string Name => Machine.Name;

    public NetworkZone? Zone => AgentZone;

    public string? Loaded => Unit.IsActive ? _loaded : null;

    /// <summary>The loaded token; null while it starts, which takes 5 to 10 simulated seconds.</summary>
    public string? Token => _clock.Now >= _readyAt ? Loaded : null;

    /// <summary>When its last start ends.</summary>
    public DateTimeOffset ReadyAt => _readyAt;

    public bool IsConnected => Token is not null && Link.IsUp;

    public void Sent(Delivery delivery, DateTimeOffset at) => Link.Sent(delivery, at);

    /// <summary>Ends its start at once: at the beginning of every world it has been running for long.</summary>
    public void SettleAtOnce() => _readyAt = _clock.Now;

    private string? Load()
    {
        _loaded = _files.Tenant == Environment.Id ? _files.Token : null;
        _readyAt = _clock.Now + _clock.Scaled(_chance.Between($"agent-ready/{Machine.Name}/{Unit.Starts}", 5, 10));
        Link.Reset();
        IsUnlisted = false;
        return _loaded is null ? "no tenant or no token in deployment.conf" : null;
    }
}
