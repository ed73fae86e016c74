using System.Globalization;
using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines.Files;
using TenantTokens.Simulator.Machines.Scripts;
using TenantTokens.Simulator.Machines.Tools;
using TenantTokens.Simulator.Machines.Windows;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines;

/// <summary>A Windows machine: a tree of real files, real scripts in a hosted PowerShell, and services in the world's memory.</summary>
internal sealed class WindowsMachine : IFleetMachine, IAsyncDisposable
{
    private const string RegistryKey = @"HKLM:\SOFTWARE\Dynatrace\Dynatrace ActiveGate\common";

    // The Windows names of the services that have other names on Linux.
    private static readonly Dictionary<string, string> _services = new(StringComparer.Ordinal)
    {
        ["dynatracegateway"] = "Dynatrace Gateway",
        ["extensionsmodule"] = "Dynatrace Extensions Controller",
        ["remotepluginmodule"] = "Dynatrace Remote Plugin Module",
        ["dynatraceautoupdater"] = "Dynatrace Autoupdater",
        ["oneagent"] = "Dynatrace OneAgent",
    };

    private readonly WorldState _world;
    private readonly string _root;
    private readonly int _controlPort;
    private readonly WindowsSystem _system;
    private readonly List<ISender> _senders = [];
    private readonly List<InjectedProcess> _injected = [];
    private readonly List<CancellationTokenSource> _running = [];
    private OneAgentControl? _control;
    private TreeScan? _scan;
    private TaskCompletionSource _on = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _interrupted;

    public WindowsMachine(MachineIdentity identity, WorldState world, string root, int controlPort)
    {
        (Identity, _world, _root, _controlPort) = (identity, world, root, controlPort);
        Units = new UnitBoard(identity.Name, world.Clock, world.Chance, world.Sync, world.Faults)
        {
            Stopped = OnStopped,
            Naming = static name => _services.GetValueOrDefault(name, name),
        };
        _system = new WindowsSystem(Units, world.Clock.Time, world.End)
        {
            IsOn = () => IsOn,
            PathOf = static name => name is "Dynatrace OneAgent"
                ? @"""C:\Program Files\dynatrace\oneagent\agent\lib64\oneagentwatchdog.exe"""
                    + @" -config=""C:\ProgramData\dynatrace\oneagent\agent\config\watchdog.conf"""
                : @"""C:\Program Files\dynatrace\gateway\dynatracegateway.exe"" //RS//" + name,
            Wait = (span, kill) => Task.Delay(span, world.Clock.Time, kill).GetAwaiter().GetResult(),
        };
        Directory.CreateDirectory(Path.Combine(root, "C/ProgramData"));
        _ = HostedShell.WarmUpAsync(_system);
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
        ActiveGateTree tree = new(_root, _world.Clock, TreeLayout.Windows);
        tree.Create(Identity, zone, environments, hasExtensions, hasRemotePlugins, _world.Chance);
        _system.Registry.Create(RegistryKey).With("tenant_token", environments[0].Active);
        return tree;
    }

    public IOneAgentFiles CreateOneAgentFiles(TenantEnvironment environment, string servers)
    {
        OneAgentTree tree = new(_root, TreeLayout.Windows);
        tree.Create(environment, servers);
        Shims.Create(
            Path.Combine(_root, "C/Program Files/dynatrace/oneagent/agent/tools/oneagentctl.exe"),
            "oneagentctl",
            Identity.Name,
            _controlPort);
        return tree;
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
        _control = new OneAgentControl(agent, Units, servers, _world.End)
        {
            InterruptedAfterStop = () => Interlocked.Exchange(ref _interrupted, false),
        };
    }

    public void Age(DateTimeOffset now)
    {
        _scan = new TreeScan(_root);
        _scan.SetTimes(now.AddDays(-30));
        foreach (Unit unit in Units.All.Where(static u => u.IsActive))
        {
            unit.StartedAt = now.AddDays(-3);
        }
    }

    public void ForgetCommands()
    {
        string state = Path.Combine(_root, "C/ProgramData/dynatrace-token-rotation");
        if (Directory.Exists(state))
        {
            Directory.Delete(state, recursive: true);
        }
    }

    public ITool? Tool(string name) => IsOn && name == _control?.Name ? _control : null;

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
        using CancellationTokenSource timeout = new(script.Timeout, _world.Clock.Time);
        using CancellationTokenSource kill = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, terminate);
        Dictionary<string, string> parameters = new(script.Variables, StringComparer.OrdinalIgnoreCase)
        {
            ["ROOT"] = _root,

            // The script's own waits are also the documented ones: an ActiveGate's services must stay up for 3 s before they count as
            // started.
            ["SETTLE_S"] = Math.Floor(_world.Clock.Scaled(TimeSpan.FromSeconds(3)).TotalSeconds).ToString(CultureInfo.InvariantCulture),
        };
        lock (_running)
        {
            _running.Add(kill);
        }

        try
        {
            return await HostedShell.RunAsync(_system, script.Text, parameters, kill.Token);
        }
        finally
        {
            lock (_running)
            {
                _running.Remove(kill);
            }
        }
    }

    public void KillScripts()
    {
        lock (_running)
        {
            _running.ForEach(static kill => kill.Cancel());
        }
    }

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
            _system.Processes = [];
        }

        KillScripts();
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
                _system.Processes =
                [
                    .. _system.Processes,
                    new WindowsProcess(
                        pid,
                        "java",
                        Units.Now.UtcDateTime,
                        [new WindowsModule("jvm.dll"), new WindowsModule("oneagentloader.dll")]),
                ];
            }
        }
    }

    public IReadOnlyList<string> Leftovers() => _scan?.New() ?? [];

    public ValueTask DisposeAsync()
    {
        PowerOff();
        _system.Dispose();
        Units.Dispose();
        return ValueTask.CompletedTask;
    }

    private void OnStopped(Unit unit)
    {
        if ((unit == Gate?.Unit || unit == Agent?.Unit) && _world.Faults.Next(FaultKind.ScriptKilledAfterStop, Identity.Name) is not null)
        {
            _interrupted = unit == Agent?.Unit;
            KillScripts();
        }
    }
}
