using System.Text.Json.Nodes;
using TenantTokens.Simulator.Machines.Scripts;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>
/// One run of the host script on a model. The order of the steps, the outcomes, codes and exit codes are those of rotate.sh; what a test
/// shows of one holds for the other.
/// </summary>
internal sealed class ModelScript
{
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_proof = TimeSpan.FromSeconds(60);

    // A busy computer may need more than 60 scaled seconds; each wait ends as soon as it has what it waits for.
    private static readonly TimeSpan s_shortestPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_lock = TimeSpan.FromSeconds(60);
    private readonly ModelMachine _machine;
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly WorldClock _clock;
    private readonly CancellationToken _killed;
    private readonly ScriptInput _input;
    private readonly string? _refusal;
    private readonly string _reason;
    private readonly ModelReport _report;
    private string _target = "";

    public ModelScript(ModelMachine machine, IReadOnlyDictionary<string, string> variables, CancellationToken killed)
    {
        (_machine, _variables, _clock, _killed) = (machine, variables, machine.World.Clock, killed);
        (_input, _refusal, _reason) = ScriptInput.Read(variables);
        _report = new ModelReport(_input, machine.HostSeconds) { Skew = machine.Skew };
    }

    private HostMarker? Marker => _machine.Marker(_input);

    public async Task<ScriptOutcome> RunAsync()
    {
        if (_refusal is not null)
        {
            return Refuse(_refusal, _reason);
        }

        if (!_input.IsProbe && CheckOrder() is { } stale)
        {
            return stale;
        }

        if (_input.IsProbe)
        {
            _report.Components = ModelComponent.All(_machine);
            _report.Beside = _report.Components
                .Where(found => found.Name != _input.Component && found.Environments.Contains(_input.Environment))
                .ToDictionary(static found => found.Name, found => new ModelScript(_machine, new Dictionary<string, string>(_variables) { ["COMPONENT"] = found.Name }, _killed).ProbeAlone());
        }

        if (ModelComponent.Of(_machine, _input) is not { } component)
        {
            return _report.End(10, "notInstalled", "not-installed", $"There is no {(_input.Component is "activegate" ? "ActiveGate" : "OneAgent")} here.");
        }

        _report.Services = component.Services;
        if (_input.IsProbe)
        {
            return Probe(component);
        }

        _target = _input.Fingerprint(_input.Token);
        if (!await TakeLockAsync())
        {
            return Refuse("locked", "Another run holds the lock of this machine.");
        }

        try
        {
            // Again: waiting for the lock took time, and its holder may have been a newer command.
            return CheckOrder() ?? await RotateAsync(component);
        }
        finally
        {
            _machine.Turn.Release();
        }
    }

    /// <summary>What a probe of the component would report, for one of another component.</summary>
    private JsonObject ProbeAlone()
    {
        ModelComponent component = ModelComponent.Of(_machine, _input)!;
        _report.Services = component.Services;
        return ModelReport.Parse(Probe(component));
    }

    private ScriptOutcome? CheckOrder()
    {
        if (IsLate("") is { } late)
        {
            return late;
        }

        return Marker switch
        {
            { } m when _input.Generation < m.Generation
                => Expire("stale-generation", $"Generation {_input.Generation} is older than {m.Generation}, which this host has seen."),
            { } m when _input.Generation == m.Generation && (m.Action, m.Rotation) != (_input.Action, _input.Rotation)
                => Expire("stale-generation", $"Generation {_input.Generation} was already used for {m.Action} of rotation {m.Rotation}."),
            _ => null,
        };
    }

    private ScriptOutcome? IsLate(string when) => _machine.HostSeconds > _input.NotAfter
        ? Expire("not-after-passed", $"The command was to run before {_input.NotAfter}{when}; the clock says {_machine.HostSeconds}.")
        : null;

    private ScriptOutcome Probe(ModelComponent component)
    {
        lock (_machine.World.Sync)
        {
            if (Inspect(component) is { } refused)
            {
                return refused;
            }

            Describe(component);
            bool differs = component.Slots.Any(s => s.Get() != component.Slots[0].Get());
            return Marker is { IsUnfinished: true } marker
                ? _report.End(0, "probed", "unfinished-change", $"An earlier {marker.Action} is not finished; the next apply or restore completes or undoes it.")
                : differs ? Refuse("unexpected-token", $"{component.Slots.First(s => s.Get() != component.Slots[0].Get()).Path} holds another token than authorization.properties.")
                : RefuseUnstartable(component)
                ?? (Loose(component) is [_, ..] loose ? Refuse("service-unsettled", $"Not up to stay: {Names(loose)} (in a restart loop, or still starting or stopping). Repair or disable it, then plan again.") : null)
                ?? _report.End(0, "probed", "ok", $"The {(component.Agent is null ? "ActiveGate" : "OneAgent")} is here and can be rotated.");
        }
    }

    private ScriptOutcome? RefuseUnstartable(ModelComponent component)
        => component.Services.FirstOrDefault(static u => u is { IsMasked: true, State: not (Unit.Inactive or Unit.Failed) }) is { } masked
            ? Refuse("service-unstartable", $"The service {masked.Name} runs, but its unit is masked: once stopped it could not be started again.")
            : null;

    /// <summary>What was not up to stay before: nobody insists on it.</summary>
    private static List<Unit> Loose(ModelComponent component) => [.. component.Services.Where(static u => u is { IsLooping: true, State: Unit.Activating })];

    private static string Names(IEnumerable<Unit> units) => string.Join(' ', units.Select(static u => u.Name));

    /// <summary>Null when every token is one that this command knows.</summary>
    private ScriptOutcome? Inspect(ModelComponent component)
    {
        if (component.Slots is [])
        {
            return component.Agent is null
                ? Refuse("no-section", $"/var/lib/dynatrace/gateway/config/authorization.properties has no section [{_input.Environment}].")
                : Refuse("other-environment", $"The OneAgent belongs to environment {component.Agent.Files.Tenant}.");
        }

        _report.Fingerprint = _input.Fingerprint(component.Slots[0].Get());
        return !_input.IsProbe && component.Slots.FirstOrDefault(s => !IsTarget(s) && !IsSource(s)) is { } odd
            ? Refuse("unexpected-token", component.Agent is null ? $"{odd.Path} holds a token that is neither the old nor the new one." : "The OneAgent's token is neither the old nor the new one.")
            : null;
    }

    private bool IsTarget(TokenSlot slot) => slot.Get() == _input.Token;

    private bool IsSource(TokenSlot slot) => _input.Fingerprint(slot.Get()) == _input.Source;

    private async Task<ScriptOutcome> RotateAsync(ModelComponent component)
    {
        // A command that was accepted shuts out every older one, even if it finds nothing to do.
        HostMarker marker = (Marker ?? new HostMarker(0, "", "")) with { Generation = _input.Generation!.Value, Rotation = _input.Rotation, Action = _input.Action };
        _machine.Save(_input, marker);
        if (Inspect(component) is { } refused)
        {
            await StartAsync([.. component.Services.Where(u => marker.IsUnfinished && marker.Services.Contains(u.Name) && !u.IsActive)]);
            return refused;
        }

        IReadOnlyList<TokenSlot> sources;
        List<Unit> wanted, loose;
        lock (_machine.World.Sync)
        {
            sources = [.. component.Slots.Where(s => !IsTarget(s))];
            loose = [.. Loose(component).Where(u => !(marker.IsUnfinished && marker.Services.Contains(u.Name)))];
            wanted = [.. component.Services.Where(u => !loose.Contains(u) && (u.State is not (Unit.Inactive or Unit.Failed) || (marker.IsUnfinished && marker.Services.Contains(u.Name))))];
            bool isOurs = marker.Fingerprint == _target && marker.State is not HostMarker.Pending;
            if (sources is [])
            {
                Unit main = component.Services[0];
                if (!main.IsActive && !wanted.Contains(main) && !loose.Contains(main) && !(isOurs && !marker.IsUnfinished))
                {
                    wanted.Insert(0, main);
                }

                DateTimeOffset changed = isOurs ? marker.ChangedAt : component.WrittenAt;
                if (marker.State is not HostMarker.Pending && wanted.All(u => u.IsActive && u.StartedAt >= changed))
                {
                    return Already(component, marker with { ChangedAt = changed });
                }
            }
        }

        return RefuseUnstartable(component) ?? IsLate(" and had not begun") ?? await ChangeAsync(component, marker, sources, wanted, loose);
    }

    private ScriptOutcome Already(ModelComponent component, HostMarker marker)
    {
        _machine.Disarm();
        _machine.Save(_input, marker with { State = HostMarker.Done, Fingerprint = _target });
        Describe(component);
        return _input.IsApply
            ? _report.End(0, "alreadyCurrent", "ok", "The new token was already in place; nothing was restarted.")
            : _report.End(0, "restored", "already-restored", "The old token was already in place; nothing was restarted.");
    }

    private async Task<ScriptOutcome> ChangeAsync(ModelComponent component, HostMarker marker, IReadOnlyList<TokenSlot> sources, IReadOnlyList<Unit> wanted, IReadOnlyList<Unit> loose)
    {
        marker = marker with { State = HostMarker.Pending, Services = [.. wanted.Select(static u => u.Name)] };
        _machine.Save(_input, marker);
        _machine.ArmGuard(_input.Guard, wanted);
        await StopAsync(wanted);
        List<(TokenSlot Slot, string Old)> written = [];
        lock (_machine.World.Sync)
        {
            foreach (TokenSlot slot in sources)
            {
                written.Add((slot, slot.Get()));
                slot.Set(_input.Token);
                if (slot.Path is not "")
                {
                    _report.Files.Add(slot.Path);
                }
            }

            component.GateFiles?.HasRejection = false;
            marker = Note(marker, _target);
        }

        for (int attempt = 1; !await StartAsync(wanted); attempt++)
        {
            if (attempt == component.Starts)
            {
                return await UndoAsync(component, marker, written, wanted);
            }
        }

        if (wanted is not [] && component.GateFiles is { } gate)
        {
            await _clock.DelayAsync(s_settle, _killed);
            _report.Connected = !gate.HasRejection;
        }
        else if (wanted is not [] && component.Agent is { } agent)
        {
            await WaitForConnectionAsync(agent);
        }

        _machine.Disarm();
        _machine.Save(_input, marker with { State = HostMarker.Done });
        Describe(component);
        string note = loose is not [] ? $" Not up to stay before, so restarted but not waited for: {Names(loose)}." : wanted is [] ? " The service did not run before and was left so." : "";
        return _input.IsApply
            ? _report.End(0, "rotated", "ok", "The new token is in place." + note)
            : _report.End(0, "restored", "ok", "The old token is back." + note);
    }

    private async Task<ScriptOutcome> UndoAsync(ModelComponent component, HostMarker marker, List<(TokenSlot Slot, string Old)> written, IReadOnlyList<Unit> wanted)
    {
        await StopAsync(wanted);
        lock (_machine.World.Sync)
        {
            foreach ((TokenSlot slot, string old) in written)
            {
                slot.Set(old);
            }

            if (written is not [])
            {
                _report.Fingerprint = _input.Source;
                marker = Note(marker, _input.Source);
            }
        }

        const string Failed = "The services did not come up in time.";
        if (await StartAsync(wanted))
        {
            _report.Files.Clear();
            _machine.Disarm();
            _machine.Save(_input, marker with { State = HostMarker.Done });
            return _report.End(40, "failed", "start-failed", Failed + " The old state is back and the services run.");
        }

        _machine.Save(_input, marker with { State = HostMarker.Pending });
        _report.Leftovers.AddRange(_report.Files.Select(static f => $"{f[..f.LastIndexOf('/')]}/.dynatrace-token-rotation/{f[(f.LastIndexOf('/') + 1)..]}.backup"));
        return _report.End(50, "failed", "start-failed", Failed + " Putting the old state back failed too; the guard tries to start the services once more.");
    }

    private HostMarker Note(HostMarker marker, string fingerprint)
    {
        HostMarker changed = marker with { State = HostMarker.Changed, Fingerprint = fingerprint, ChangedAt = _clock.Now };
        _machine.Save(_input, changed);
        return changed;
    }

    private async Task<bool> TakeLockAsync()
    {
        using CancellationTokenSource patience = new(Patience(s_lock), _clock.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _killed);
        try
        {
            await _machine.Turn.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!_killed.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The services' jobs go on when the script is killed, and end with the machine.</summary>
    private async Task StopAsync(IReadOnlyList<Unit> units)
    {
        await Task.WhenAll(units.Select(u => _machine.Units.StopAsync(u, _machine.Uptime))).WaitAsync(_killed);
        _killed.ThrowIfCancellationRequested();
    }

    private async Task<bool> StartAsync(IReadOnlyList<Unit> units)
    {
        bool[] started = await Task.WhenAll(units.Select(u => _machine.Units.StartAsync(u, _machine.Uptime))).WaitAsync(_killed);
        return started.All(static s => s);
    }

    private async Task WaitForConnectionAsync(OneAgent agent)
    {
        DateTimeOffset until = _clock.Now + Patience(s_proof);
        while (!IsConnected(agent) && _clock.Now < until && _machine.HostSeconds < _input.NotAfter)
        {
            await _clock.DelayAsync(s_look, _killed);
        }
    }

    private TimeSpan Patience(TimeSpan simulated) => _clock.Scaled(simulated) > s_shortestPatience ? _clock.Scaled(simulated) : s_shortestPatience;

    private void Describe(ModelComponent component)
    {
        if (!_input.IsProbe)
        {
            _report.Fingerprint = _target;
        }

        if (component.Agent is { } agent)
        {
            (_report.Version, _report.HostId) = (agent.Version, agent.HostId);
            _report.Connected = IsConnected(agent);
            _report.Stale = _machine.StaleProcesses(Marker is { State: HostMarker.Done } marker && marker.Fingerprint == _report.Fingerprint ? marker.ChangedAt : null);
        }
    }

    private bool IsConnected(OneAgent agent)
    {
        lock (_machine.World.Sync)
        {
            return agent.IsConnected;
        }
    }

    private ScriptOutcome Refuse(string code, string message) => _report.End(30, "refused", code, message);

    private ScriptOutcome Expire(string code, string message) => _report.End(20, "expired", code, message);
}
