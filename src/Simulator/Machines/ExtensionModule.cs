using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;

namespace TenantTokens.Simulator.Machines;

/// <summary>
/// A module beside the ActiveGate (extensionsmodule, remotepluginmodule) with a token in a file of its own. It sends only to its own
/// ActiveGate and keeps its data while that one is away, but a wrong token is rejected there as for any agent.
/// </summary>
internal sealed class ExtensionModule : ISender
{
    private readonly ActiveGate _gate;
    private readonly IActiveGateFiles _files;
    private readonly Unit _unit;
    private string? _loaded;

    public ExtensionModule(ActiveGate gate, TenantEnvironment environment, Unit unit, IActiveGateFiles files)
    {
        (_gate, Environment, _unit, _files) = (gate, environment, unit, files);
        unit.Load = Load;
    }

    public string Name => $"{_gate.Machine.Name}/{_unit.Name}";

    public TenantEnvironment Environment { get; }

    public string? Token => _unit.IsActive ? _loaded : null;

    public NetworkZone? Zone => _gate.Zone;

    public ActiveGate? OwnGate => _gate;

    public void Sent(Delivery delivery, DateTimeOffset at)
    {
    }

    private string? Load()
    {
        _loaded = _files.ReadModuleToken(_unit.Name);
        return _loaded is null ? "no token in its configuration" : null;
    }
}
