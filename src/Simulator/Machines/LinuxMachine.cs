using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines.Files;
using TenantTokens.Simulator.Machines.Scripts;
using TenantTokens.Simulator.Machines.Tools;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines;

/// <summary>A Linux machine: a tree of real files, real scripts under bash, and services in the world's memory.</summary>
internal sealed class LinuxMachine : IFleetMachine, IAsyncDisposable
{
    private readonly WorldState _world;
    private readonly string _root;
    private readonly ScriptRunner _runner;
    private readonly TransientUnits _transients;
    private readonly Dictionary<string, ITool> _tools = new(StringComparer.Ordinal);
    private readonly List<ISender> _senders = [];
    private readonly List<InjectedProcess> _injected = [];
    private TreeScan? _scan;
    private TaskCompletionSource _on = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _interrupted;

    public LinuxMachine(MachineIdentity identity, WorldState world, string root, string work, bool hasSystemd)
    {
        (Identity, _world, _root) = (identity, world, root);
        Units = new UnitBoard(identity.Name, world.Clock, world.Chance, world.Sync, world.Faults) { Stopped = OnStopped };
        _runner = new ScriptRunner(root, work, world.Clock);
        _transients = new TransientUnits(_runner, world.Clock.Time);
        Add(new Systemctl(Units, _transients, world.End));
        Add(new SystemdRun(_transients, hasSystemd));
        if (hasSystemd)
        {
            Directory.CreateDirectory(Path.Combine(root, "run/systemd/system"));
        }
    }

    public MachineIdentity Identity { get; }

    public bool IsOn { get; private set; }

    public UnitBoard Units { get; }

    public ActiveGate? Gate { get; private set; }

    public OneAgent? Agent { get; private set; }

    public IReadOnlyList<ISender> Senders => [.. _senders, .. _injected];

    public IActiveGateFiles CreateActiveGateFiles(
        NetworkZone zone,
        IReadOnlyList<TenantEnvironment> environments,
        bool hasExtensions,
        bool hasRemotePlugins)
    {
        ActiveGateTree tree = new(_root, _world.Clock, TreeLayout.Linux);
        tree.Create(Identity, zone, environments, hasExtensions, hasRemotePlugins, _world.Chance);
        return tree;
    }

    public IOneAgentFiles CreateOneAgentFiles(TenantEnvironment environment, string servers)
    {
        OneAgentTree tree = new(_root, TreeLayout.Linux);
        tree.Create(environment, servers);
        return tree;
    }

    public void ForgetCommands()
    {
        string state = Path.Combine(_root, "var/lib/dynatrace-token-rotation");
        if (Directory.Exists(state))
        {
            Directory.Delete(state, recursive: true);
        }
    }

    public void Install(ActiveGate gate, IReadOnlyList<ExtensionModule> modules)
    {
        Gate = gate;
        _senders.AddRange([.. gate.Links, .. modules]);
    }

    public void Install(OneAgent agent, Func<OneAgent, string> servers)
    {
        Agent = agent;
        _senders.Add(agent);
        Add(new OneAgentControl(agent, Units, servers, _world.End)
        {
            InterruptedAfterStop = () => Interlocked.Exchange(ref _interrupted, false),
        });
    }

    /// <summary>
    /// Ages the machine: installed a month ago, up for three days. The present files of the tree count as belonging there.
    /// </summary>
    public void Age(DateTimeOffset now)
    {
        _scan = new TreeScan(_root);
        _scan.SetTimes(now.AddDays(-30));
        foreach (Unit unit in Units.All.Where(static u => u.IsActive))
        {
            unit.StartedAt = now.AddDays(-3);
        }
    }

    public ITool? Tool(string name) => IsOn ? _tools.GetValueOrDefault(name) : null;

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

    public Task<ScriptOutcome> RunAsync(Script script, CancellationToken terminate) => _runner.RunAsync(script, terminate);

    public void KillScripts() => _runner.KillShells();

    public void PowerOff()
    {
        lock (_world.Sync)
        {
            IsOn = false;
            foreach (Unit unit in Units.All)
            {
                Units.StopNow(unit);
            }

            _injected.Clear();
            ProcessFiles.Clear(_root);
        }

        _transients.EndAll();
        _runner.KillShells();
        ProcessCensus.EndAll(_root);
    }

    public void PowerOn()
    {
        lock (_world.Sync)
        {
            if (IsOn)
            {
                return;
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
                int pid = Units.NextPid();
                _injected.Add(new InjectedProcess($"{Identity.Name}/java-{pid}", agent.Environment, agent.AgentZone, token));
                ProcessFiles.Add(_root, pid, "java");
            }
        }
    }

    public IReadOnlyList<string> Leftovers() => _scan?.New() ?? [];

    public async ValueTask DisposeAsync()
    {
        PowerOff();
        await _transients.DisposeAsync();
        ProcessCensus.EndAll(_root);
        Units.Dispose();
    }

    private void Add(ITool tool) => _tools.Add(tool.Name, tool);

    private void OnStopped(Unit unit)
    {
        if ((unit == Gate?.Unit || unit == Agent?.Unit) && _world.Faults.Next(FaultKind.ScriptKilledAfterStop, Identity.Name) is not null)
        {
            _interrupted = unit == Agent?.Unit;
            KillScripts();
        }
    }
}
