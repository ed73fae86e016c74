using System.Text.Json.Nodes;
using TenantTokens.Simulator.Machines.Scripts;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>
/// One run of the host script on a model. Its steps, outcomes, codes and exit codes are those of rotate.sh, so a test of one applies to the
/// other.
/// </summary>
internal sealed class ModelScript
{
    private static readonly TimeSpan _lock = TimeSpan.FromSeconds(60);
    private readonly ModelMachine _machine;
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly ScriptInput _input;
    private readonly string? _refusal;
    private readonly string _reason;
    private readonly ModelRun _run;
    private readonly ModelServices _services;
    private readonly ModelInspection _inspection;

    public ModelScript(ModelMachine machine, IReadOnlyDictionary<string, string> variables, CancellationToken killed)
    {
        (_machine, _variables) = (machine, variables);
        (_input, _refusal, _reason) = ScriptInput.Read(variables);
        _run = new ModelRun(machine, _input, killed);
        _services = new ModelServices(_run);
        _inspection = new ModelInspection(_run);
    }

    public async Task<ScriptOutcome> RunAsync()
    {
        if (_refusal is not null)
        {
            return _run.Refuse(_refusal, _reason);
        }

        if (_input.IsProbe)
        {
            ReportAll();
        }
        else if (CheckOrder() is { } stale)
        {
            return stale;
        }

        if (ModelComponent.Of(_machine, _input) is not { } component)
        {
            string what = _input.Component is "activegate" ? "ActiveGate" : "OneAgent";
            return _run.Report.End(10, "notInstalled", "not-installed", $"There is no {what} here.");
        }

        _run.Report.Services = component.Services;
        return _input.IsProbe ? _inspection.Probe(component) : await RotateAloneAsync(component);
    }

    private async Task<ScriptOutcome> RotateAloneAsync(ModelComponent component)
    {
        if (!await TakeLockAsync())
        {
            return _run.Refuse("locked", "Another run holds the lock of this machine.");
        }

        try
        {
            // Checked again: waiting for the lock took time, and a newer command may have held it.
            return CheckOrder() ?? await RotateAsync(component);
        }
        finally
        {
            _machine.Turn.Release();
        }
    }

    /// <summary>Adds the other components to the report of a probe.</summary>
    private void ReportAll()
    {
        _run.Report.Components = ModelComponent.All(_machine);
        _run.Report.Beside = _run.Report.Components
            .Where(found => found.Name != _input.Component && found.Environments.Contains(_input.Environment))
            .ToDictionary(static found => found.Name, found => ScriptOf(found.Name).ProbeAlone());
    }

    private ModelScript ScriptOf(string component)
        => new(_machine, new Dictionary<string, string>(_variables) { ["COMPONENT"] = component }, _run.Killed);

    /// <summary>Returns what a probe of the component would report, for the probe of another component.</summary>
    private JsonObject ProbeAlone()
    {
        ModelComponent component = ModelComponent.Of(_machine, _input)!;
        _run.Report.Services = component.Services;
        return ModelReport.Parse(_inspection.Probe(component));
    }

    private ScriptOutcome? CheckOrder()
    {
        if (_run.IsLate("") is { } late)
        {
            return late;
        }

        return _run.Marker switch
        {
            { } marker when _input.Generation < marker.Generation => _run.Expire(
                "stale-generation",
                $"Generation {_input.Generation} is older than {marker.Generation}, which this host has seen."),
            { } marker when _input.Generation == marker.Generation
                && (marker.Action, marker.Rotation) != (_input.Action, _input.Rotation) => _run.Expire(
                "stale-generation",
                $"Generation {_input.Generation} was already used for {marker.Action} of rotation {marker.Rotation}."),
            _ => null,
        };
    }

    private async Task<ScriptOutcome> RotateAsync(ModelComponent component)
    {
        HostMarker marker = Accept();
        if (_inspection.Inspect(component) is { } refused)
        {
            await _services.StartAsync([.. component.Services.Where(unit => IsOwed(unit, marker) && !unit.IsActive)]);
            return refused;
        }

        ModelChange change = new(_run, _services, component);
        IReadOnlyList<TokenSlot> sources;
        List<Unit> wanted, loose;
        lock (_machine.World.Sync)
        {
            sources = [.. component.Slots.Where(slot => !_inspection.IsTarget(slot))];
            loose = [.. ModelServices.Loose(component).Where(unit => !IsOwed(unit, marker))];
            wanted = Wanted(component, marker, loose, isInPlace: sources is []);
            DateTimeOffset changed = IsOurs(marker) ? marker.ChangedAt : component.WrittenAt;
            if (sources is [] && marker.State is not HostMarker.Pending && wanted.All(unit => unit.IsActive && unit.StartedAt >= changed))
            {
                return change.Already(marker with { ChangedAt = changed });
            }
        }

        return _inspection.RefuseUnstartable(component)
            ?? _run.IsLate(" and had not begun")
            ?? await change.RunAsync(marker, sources, wanted, loose);
    }

    /// <summary>Records that the command was accepted, which excludes every older one, even if there is nothing to do.</summary>
    private HostMarker Accept()
    {
        HostMarker marker = (_run.Marker ?? new HostMarker(0, "", "")) with
        {
            Generation = _input.Generation!.Value,
            Rotation = _input.Rotation,
            Action = _input.Action,
        };
        _run.Save(marker);
        return marker;
    }

    /// <summary>
    /// Returns the services that must run at the end. Where the token is already in place, the first one must run even if it is down,
    /// unless this rotation has ended its work here.
    /// </summary>
    private List<Unit> Wanted(ModelComponent component, HostMarker marker, List<Unit> loose, bool isInPlace)
    {
        List<Unit> wanted = [.. component.Services.Where(unit => !loose.Contains(unit) && (IsUp(unit) || IsOwed(unit, marker)))];
        if (isInPlace
            && component.Services[0] is { IsActive: false } main
            && !wanted.Contains(main)
            && !loose.Contains(main)
            && !(IsOurs(marker) && !marker.IsUnfinished))
        {
            wanted.Insert(0, main);
        }

        return wanted;
    }

    private bool IsOurs(HostMarker marker) => marker.Fingerprint == _run.Target && marker.State is not HostMarker.Pending;

    private static bool IsUp(Unit unit) => unit.State is not (Unit.Inactive or Unit.Failed);

    /// <summary>Whether an unfinished command stopped a service and has not started it again.</summary>
    private static bool IsOwed(Unit unit, HostMarker marker) => marker.IsUnfinished && marker.Services.Contains(unit.Name);

    private async Task<bool> TakeLockAsync()
    {
        using CancellationTokenSource patience = new(_run.Patience(_lock), _run.Clock.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _run.Killed);
        try
        {
            await _machine.Turn.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!_run.Killed.IsCancellationRequested)
        {
            return false;
        }
    }
}
