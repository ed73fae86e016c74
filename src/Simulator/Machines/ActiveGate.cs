using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines;

/// <summary>An ActiveGate: what it has loaded, whether it is online, which tokens it accepts. Guarded by the world's lock.</summary>
internal sealed class ActiveGate
{
    private readonly WorldClock _clock;
    private readonly Chance _chance;
    private readonly IActiveGateFiles _files;
    private readonly Dictionary<string, DateTimeOffset> _offlineSince = new(StringComparer.Ordinal);
    private AuthorizationFile? _loaded;
    private DateTimeOffset _readyAt;

    public ActiveGate(
        MachineIdentity machine,
        NetworkZone zone,
        IReadOnlyList<TenantEnvironment> environments,
        IActiveGateFiles files,
        UnitBoard units,
        WorldClock clock,
        Chance chance)
    {
        (Machine, Zone, Environments, _files, _clock, _chance) = (machine, zone, environments, files, clock, chance);
        Id = "0x" + chance.Text("gate-id/" + machine.Name, 8, Chance.LowerHex);
        Unit = units.Add("dynatracegateway", "Dynatrace ActiveGate service");
        Unit.Load = Load;
        Links = [.. environments.Select(e => new GateLink(this, e, files))];
    }

    public string Id { get; private set; }

    /// <summary>The ids under which the cluster knew it before, and since when those are offline.</summary>
    public List<(string Id, DateTimeOffset OfflineSince)> FormerIds { get; } = [];

    /// <summary>Whether its next start registers it under a new id; planted.</summary>
    public bool RegistersAnew { get; set; }

    public MachineIdentity Machine { get; }

    public NetworkZone Zone { get; }

    public IReadOnlyList<TenantEnvironment> Environments { get; }

    public Unit Unit { get; }

    public IActiveGateFiles Files => _files;

    /// <summary>Whether it rejects the old token once it has the new one (docs/invariants.md#u3 the wrong way); planted.</summary>
    public bool RejectsOld { get; set; }

    /// <summary>Its own connections to the cluster, one per environment.</summary>
    public IReadOnlyList<GateLink> Links { get; }

    /// <summary>Its environment-independent services, in the order of installation.</summary>
    public List<Unit> Services { get; } = [];

    /// <summary>Whether it runs and its start-up (10 to 20 simulated seconds) is over.</summary>
    public bool IsReady => Unit.IsActive && _clock.Now >= _readyAt;

    /// <summary>When its last start-up ends.</summary>
    public DateTimeOffset ReadyAt => _readyAt;

    public string? Loaded(TenantEnvironment environment)
        => Unit.IsActive && _loaded is not null && _loaded.Tokens.TryGetValue(environment.Id, out string? token) ? token : null;

    /// <summary>Whether the cluster accepts it: its token is valid, and so is that of its main environment.</summary>
    public bool IsOnline(TenantEnvironment environment)
    {
        if (!IsReady || !IsValid(environment))
        {
            return false;
        }

        foreach (TenantEnvironment known in Environments)
        {
            if (known.Id == _loaded?.MainEnvironment && !IsValid(known))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether it accepts a token. One that has loaded the old token accepts no other; one that has loaded the new one also accepts the old
    /// one until finish (docs/facts/dynatrace.md §6.2, docs/invariants.md#u3).
    /// </summary>
    public bool Accepts(TenantEnvironment environment, string token)
        => Loaded(environment) is { } own
            && (token == own || (!RejectsOld && own == environment.Active && environment.Previous is { } previous && token == previous));

    /// <summary>Returns since when it has been offline; null while it is online.</summary>
    public DateTimeOffset? OfflineSince(TenantEnvironment environment)
    {
        if (IsOnline(environment))
        {
            _offlineSince.Remove(environment.Id);
            return null;
        }

        if (!_offlineSince.TryGetValue(environment.Id, out DateTimeOffset since))
        {
            since = Unit.StoppedAt is { } stopped && !Unit.IsActive ? stopped : _clock.Now;
            _offlineSince[environment.Id] = since;
        }

        return since;
    }

    /// <summary>Registers it at the cluster under a new id.</summary>
    public void RegisterAnew()
    {
        FormerIds.Add((Id, Unit.IsActive ? _clock.Now : Unit.StoppedAt ?? _clock.Now));
        Id = "0x" + _chance.Text($"gate-id/{Machine.Name}/{FormerIds.Count}", 8, Chance.LowerHex);
        RegistersAnew = false;
    }

    /// <summary>Ends its start-up at once: at the beginning of every world it has been running for long.</summary>
    public void SettleAtOnce() => _readyAt = _clock.Now;

    private bool IsValid(TenantEnvironment environment) => Loaded(environment) is { } token && environment.Accepts(token);

    private string? Load()
    {
        try
        {
            _loaded = _files.ReadAuthorization();
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            _loaded = null;
            _files.Log(
                "SEVERE",
                "launcher, main",
                "Error during parsing config file `/var/lib/dynatrace/gateway/config/authorization.properties` - invalid configuration:"
                    + $" {e.Message}");
            return e.Message;
        }

        if (RegistersAnew)
        {
            RegisterAnew();
        }

        _readyAt = _clock.Now + _clock.Scaled(_chance.Between($"gate-ready/{Machine.Name}/{Unit.Starts}", 10, 20));
        foreach (GateLink link in Links)
        {
            link.Restarted();
        }

        _files.Log("INFO", "launcher, main", _loaded.Tokens.Count > 1
            ? $"Working mode is set to MULTITENANT with {_loaded.Tokens.Count} tenant(s)."
            : "Working mode is set to SINGLE_TENANT.");
        return null;
    }
}
