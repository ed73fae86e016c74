using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines.Scripts;
using TenantTokens.Simulator.Machines.Tools;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>
/// A machine in memory, without files or processes. It answers a run command as rotate.sh would, whatever script it is given. All waits of
/// the script are the documented ones, scaled.
/// </summary>
internal sealed class ModelMachine : IFleetMachine, IHasClock, IDisposable
{
    private readonly WorldState _world;
    private readonly Dictionary<(string Environment, string Component), HostMarker> _markers = [];
    private readonly List<ISender> _senders = [];
    private readonly List<InjectedProcess> _injected = [];
    private readonly Dictionary<InjectedProcess, DateTimeOffset> _injectedAt = [];
    private TaskCompletionSource _on = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _uptime;
    private CancellationTokenSource _shells;
    private CancellationTokenSource? _guard;
    private ISender[]? _everybody;

    public ModelMachine(MachineIdentity identity, WorldState world)
    {
        (Identity, _world) = (identity, world);
        Units = new UnitBoard(identity.Name, world.Clock, world.Chance, world.Sync, world.Faults) { Stopped = OnStopped };
        _uptime = CancellationTokenSource.CreateLinkedTokenSource(world.End);
        _shells = CancellationTokenSource.CreateLinkedTokenSource(_uptime.Token);
    }

    public MachineIdentity Identity { get; }

    public bool IsOn { get; private set; }

    public UnitBoard Units { get; }

    public ActiveGate? Gate { get; private set; }

    public OneAgent? Agent { get; private set; }

    public IReadOnlyList<ISender> Senders => _everybody ??= [.. _senders, .. _injected];

    public TimeSpan Skew { get; set; }

    /// <summary>Lets one script run at a time, like the host script's lock.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Cancelled when the machine goes down, which ends scripts, services and guards.</summary>
    public CancellationToken Uptime => _uptime.Token;

    public long HostSeconds => (_world.Clock.Now + Skew).ToUnixTimeSeconds();

    public WorldState World => _world;

    public IActiveGateFiles CreateActiveGateFiles(
        NetworkZone zone,
        IReadOnlyList<TenantEnvironment> environments,
        bool hasExtensions,
        bool hasRemotePlugins)
        => new ModelActiveGateFiles(environments, hasExtensions, hasRemotePlugins, _world.Clock);

    public IOneAgentFiles CreateOneAgentFiles(TenantEnvironment environment, string servers)
        => new ModelOneAgentFiles(environment, servers, _world.Clock);

    public void Install(ActiveGate gate, IReadOnlyList<ExtensionModule> modules)
    {
        Gate = gate;
        AddSenders([.. gate.Links, .. modules]);
    }

    public void Install(OneAgent agent, Func<OneAgent, string> servers)
    {
        Agent = agent;
        AddSenders([agent]);
    }

    public void Age(DateTimeOffset now)
    {
        foreach (Unit unit in Units.All.Where(static u => u.IsActive))
        {
            unit.StartedAt = now.AddDays(-3);
        }
    }

    /// <summary>Returns null: a model has no programs.</summary>
    public ITool? Tool(string name) => null;

    public void ForgetCommands()
    {
        lock (_world.Sync)
        {
            _markers.Clear();
        }
    }

    public HostMarker? Marker(ScriptInput input)
    {
        lock (_world.Sync)
        {
            return _markers.GetValueOrDefault((input.Environment, input.Component));
        }
    }

    public void Save(ScriptInput input, HostMarker marker)
    {
        lock (_world.Sync)
        {
            _markers[(input.Environment, input.Component)] = marker;
        }
    }

    /// <summary>Records a command of another rotation.</summary>
    public void Remember(string environment, string component, long generation)
    {
        lock (_world.Sync)
        {
            _markers[(environment, component)] = new HostMarker(generation, "another", "apply");
        }
    }

    public async Task WhenOnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task on;
            lock (_world.Sync)
            {
                on = IsOn ? Task.CompletedTask : _on.Task;
            }

            await on.WaitAsync(cancellationToken);
            if (IsOn)
            {
                return;
            }
        }
    }

    public async Task<ScriptOutcome> RunAsync(Script script, CancellationToken terminate)
    {
        if (_world.Faults.Next(FaultKind.ClockSkew, Identity.Name) is { SkewSeconds: { } seconds })
        {
            Skew = TimeSpan.FromSeconds(seconds);
        }

        using CancellationTokenSource deadline = new(script.Timeout, _world.Clock.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, terminate, _shells.Token);
        try
        {
            return await new ModelScript(this, script.Variables, either.Token).RunAsync();
        }
        catch (OperationCanceledException)
        {
            return new ScriptOutcome(-1, "", ""); // it was killed
        }
    }

    public void KillScripts()
    {
        CancellationTokenSource killed;
        lock (_world.Sync)
        {
            killed = _shells;
            _shells = CancellationTokenSource.CreateLinkedTokenSource(_uptime.Token);
        }

        killed.Cancel();
    }

    /// <summary>Arms a guard that starts the services after a while unless it is disarmed; an earlier guard is disarmed.</summary>
    public void ArmGuard(TimeSpan after, IReadOnlyList<Unit> services)
    {
        Disarm();
        if (services is [])
        {
            return;
        }

        CancellationTokenSource guard = CancellationTokenSource.CreateLinkedTokenSource(Uptime);
        _guard = guard;
        _ = StartLaterAsync();

        async Task StartLaterAsync()
        {
            try
            {
                await Task.Delay(after, _world.Clock.Time, guard.Token);
                await Task.WhenAll(services.Select(unit => Units.StartAsync(unit, Uptime)));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                // The guard was disarmed, or the machine went down.
            }
        }
    }

    public void Disarm() => Interlocked.Exchange(ref _guard, null)?.Cancel();

    /// <summary>
    /// Returns the names of the processes that loaded the OneAgent library before its last start; null when the time of that start is not
    /// known.
    /// </summary>
    /// <param name="changed">When a command changed the token, which counts for an agent that does not run.</param>
    public IReadOnlyList<string>? StaleProcesses(DateTimeOffset? changed)
    {
        lock (_world.Sync)
        {
            return (Agent?.Unit is { IsActive: true } unit ? unit.StartedAt : changed) is { } started
                ? [.. _injected.Where(p => _injectedAt[p] < started).Select(static _ => "java")]
                : null;
        }
    }

    public void PowerOff()
    {
        lock (_world.Sync)
        {
            IsOn = false; // first, so that Azure does not hear of a script that dies with the machine
        }

        _uptime.Cancel();
        lock (_world.Sync)
        {
            foreach (Unit unit in Units.All)
            {
                Units.StopNow(unit);
            }

            _injected.Clear();
            _injectedAt.Clear();
            _everybody = null;
        }
    }

    public void PowerOn()
    {
        lock (_world.Sync)
        {
            if (IsOn)
            {
                return;
            }

            if (_uptime.IsCancellationRequested)
            {
                _uptime = CancellationTokenSource.CreateLinkedTokenSource(_world.End);
                _shells = CancellationTokenSource.CreateLinkedTokenSource(_uptime.Token);
            }

            IsOn = true;
            foreach (Unit unit in Units.All)
            {
                Units.StartNow(unit);
            }

            _on.SetResult();
            _on = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void InjectProcess()
    {
        lock (_world.Sync)
        {
            if (Agent is { Loaded: { } token } agent)
            {
                InjectedProcess process = new($"{Identity.Name}/java-{Units.NextPid()}", agent.Environment, agent.AgentZone, token);
                _injected.Add(process);
                _injectedAt[process] = _world.Clock.Now;
                _everybody = null;
            }
        }
    }

    /// <summary>Lists the files that the real script keeps on the disk.</summary>
    public IReadOnlyList<string> Leftovers()
    {
        lock (_world.Sync)
        {
            return _markers.Count is 0 ? [] :
            [
                .. _markers.Keys.Select(static k => $"var/lib/dynatrace-token-rotation/{k.Environment}.{k.Component}")
                    .Order(StringComparer.Ordinal),
                "var/lib/dynatrace-token-rotation/lock",
            ];
        }
    }

    public void Dispose()
    {
        PowerOff();
        _shells.Dispose();
        _uptime.Dispose();
        _guard?.Dispose();
        Units.Dispose();
        Turn.Dispose();
    }

    private void AddSenders(IReadOnlyList<ISender> senders)
    {
        lock (_world.Sync)
        {
            _senders.AddRange(senders);
            _everybody = null;
        }
    }

    private void OnStopped(Unit unit)
    {
        if ((unit == Gate?.Unit || unit == Agent?.Unit) && _world.Faults.Next(FaultKind.ScriptKilledAfterStop, Identity.Name) is not null)
        {
            KillScripts();
        }
    }
}
