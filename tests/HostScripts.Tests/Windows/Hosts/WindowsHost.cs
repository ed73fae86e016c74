using System.Text;
using Microsoft.Extensions.Time.Testing;
using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.Simulator.Faults;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Files;
using TenantTokens.Simulator.Machines.Scripts;
using TenantTokens.Simulator.Machines.Tools;
using TenantTokens.Simulator.Machines.Windows;
using TenantTokens.Simulator.World;

namespace TenantTokens.HostScripts.Tests.Windows.Hosts;

/// <summary>
/// A Windows machine: a tree of real files below a directory per drive, and the simulator's services, registry, scheduled tasks and access
/// rights. The real rotate.ps1 runs on it in the hosted engine, on a clock that moves only when somebody waits.
/// </summary>
internal sealed class WindowsHost : IAsyncDisposable
{
    public const string EnvironmentId = HostFacts.EnvironmentId;
    public const string RotationId = HostFacts.RotationId;
    public const string OldToken = HostFacts.OldToken;
    public const string NewToken = HostFacts.NewToken;
    public const string Gateway = "Dynatrace Gateway";
    public const string ExtensionsController = "Dynatrace Extensions Controller";
    public const string Agent = "Dynatrace OneAgent";
    public const string Config = @"C:\ProgramData\dynatrace\gateway\config";
    public const string Authorization = Config + @"\authorization.properties";
    public const string Extensions = @"C:\Program Files\dynatrace\remotepluginmodule\agent\conf\extensions.conf";
    public const string RemotePlugin = @"C:\Program Files\dynatrace\remotepluginmodule\agent\conf\ruxitagent.conf";
    public const string ZRemote = @"C:\Program Files\dynatrace\zremote\agent\conf\ruxitagent.conf";
    public const string ZRemoteUser = @"C:\ProgramData\dynatrace\zremote\agent\conf\zremoteagentuserconfig.conf";
    public const string Log = @"C:\ProgramData\dynatrace\gateway\log\dynatracegateway.0.0.log";
    public const string StateDirectory = @"C:\ProgramData\dynatrace-token-rotation";
    public const string Marker = StateDirectory + @"\marker-" + EnvironmentId + ".activegate";
    public const string OneAgentControl = @"C:\Program Files\dynatrace\oneagent\agent\tools\oneagentctl.exe";
    public const string RegistryKey = @"HKLM:\SOFTWARE\Dynatrace\Dynatrace ActiveGate\common";
    public const string NarrowRegistryKey = @"HKLM:\SOFTWARE\WOW6432Node\Dynatrace\Dynatrace ActiveGate\common";
    public const string Backup = ".dynatrace-token-rotation.backup";

    private readonly string _tree;
    private readonly Dictionary<string, string> _loaded = [];
    private readonly Dictionary<string, int> _failingStarts = [];
    private readonly Dictionary<string, string> _paths = [];
    private readonly WindowsCalls _calls = new($"broken {OldToken} {NewToken}");
    private readonly HashSet<string> _known = [Authorization, Extensions, RemotePlugin, ZRemote, ZRemoteUser];
    private readonly ControlPort _control;

    private WindowsHost()
    {
        _tree = Directory.CreateTempSubdirectory("windows host-").FullName;
        WithDirectory(@"C:\ProgramData").WithDirectory(@"C:\Program Files");
        Services = new UnitBoard("host", new WorldClock(Time, 0), new Chance(1), new Lock(), new FaultBox());
        System = new WindowsSystem(Services, Time, CancellationToken.None)
        {
            PathOf = name => _paths.GetValueOrDefault(name, ""),
            Calling = _calls.Made,
            Wait = OnWait,
        };
        Program = new AgentProgram(Services) { Calling = arguments => _calls.Made("oneagentctl", arguments) };
        _control = new ControlPort((_, _) => Program);
        _control.Start();
    }

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public UnitBoard Services { get; }

    public WindowsSystem System { get; }

    public AgentProgram Program { get; }

    /// <summary>Every call with its arguments, the clock's left out.</summary>
    public IReadOnlyList<string> Calls => _calls.All;

    /// <summary>Told of every wait of a script.</summary>
    public Action Waiting { get; set; } = static () => { };

    /// <summary>A bare machine.</summary>
    public static WindowsHost Create() => new();

    /// <summary>A machine with an ActiveGate that runs on the old token, alone.</summary>
    public static WindowsHost WithActiveGate(string? authorization = null)
        => Create()
            .With(Authorization, authorization ?? HostFacts.OneEnvironment)
            .With(Log, "started\n")
            .WithDirectory(@"C:\Program Files\dynatrace\gateway")
            .WithService(Gateway, @"""C:\Program Files\dynatrace\gateway\dynatracegateway.exe"" //RS//Dynatrace Gateway")
            .WithService("Dynatrace Autoupdater");

    /// <summary>As <see cref="WithActiveGate"/>, with the extensions controller and the registry value.</summary>
    public static WindowsHost WithModule()
    {
        WindowsHost host = WithActiveGate().With(Extensions, HostFacts.ExtensionsText).WithService(ExtensionsController);
        host.System.Registry.Create(RegistryKey).With("tenant_token", OldToken);
        return host;
    }

    /// <summary>A machine with a OneAgent that runs on the old token and is connected.</summary>
    public static WindowsHost WithOneAgent(string control = OneAgentControl)
        => Create()
            .WithService(
                Agent,
                $@"""{control[..control.IndexOf(@"\agent\", StringComparison.Ordinal)]}\agent\lib64\oneagentwatchdog.exe"" -config=x")
            .WithControl(control);

    public string Place(string path) => $"{_tree}/{path[..1]}{path[2..].Replace('\\', '/')}";

    public WindowsHost WithControl(string path)
    {
        Shims.Create(Place(path), "oneagentctl", "host", _control.Port);
        return this;
    }

    public WindowsHost With(string path, string latin1)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place(path))!);
        File.WriteAllBytes(Place(path), Encoding.Latin1.GetBytes(latin1));
        File.SetLastWriteTimeUtc(Place(path), Time.GetUtcNow().AddHours(-2).UtcDateTime);
        _known.Add(path);
        return this;
    }

    public WindowsHost WithDirectory(string path)
    {
        Directory.CreateDirectory(Place(path));
        return this;
    }

    public WindowsHost Without(string path)
    {
        File.Delete(Place(path));
        return this;
    }

    /// <summary>A service that was started an hour ago; a start reads all files of the machine.</summary>
    public WindowsHost WithService(string name, string path = "", bool running = true)
    {
        Unit unit = Services.Add(name, name);
        _paths[name] = path;
        Services.StartNow(unit);
        unit.StartedAt = Time.GetUtcNow().AddHours(-1);
        unit.Starts = 0;
        unit.Load = () =>
        {
            if (_failingStarts.GetValueOrDefault(name) is > 0 and var left)
            {
                _failingStarts[name] = left - 1;
                return "planted";
            }

            _loaded[name] = State();
            return null;
        };
        if (!running)
        {
            Services.StopNow(unit);
        }

        return this;
    }

    /// <summary>Another command line of a service.</summary>
    public WindowsHost WithPath(string name, string line)
    {
        _paths[name] = line;
        return this;
    }

    public WindowsHost FailsStarts(string name, int times)
    {
        _failingStarts[name] = times;
        return this;
    }

    /// <summary>The n-th call like this fails; 0 stands for every one.</summary>
    public WindowsHost Fails(string call, int number = 0, Exception? error = null)
    {
        _calls.Fail(call, number, error);
        return this;
    }

    /// <summary>The n-th call of the next run fails.</summary>
    public WindowsHost FailAt(int call)
    {
        _calls.FailAt = call;
        return this;
    }

    /// <summary>The next run's process is ended when it makes its n-th call.</summary>
    public WindowsHost KillAt(int call)
    {
        _calls.KillAt = call;
        return this;
    }

    /// <summary>The next run's process is ended at the first call like this.</summary>
    public WindowsHost KillOn(Func<string, bool> call)
    {
        _calls.KillOn = call;
        return this;
    }

    public Unit Service(string name) => Services.Find(name)!;

    public bool Runs(string name) => Service(name).IsActive;

    public int StartsOf(string name) => Service(name).Starts;

    /// <summary>What a running service has loaded is what its files say now.</summary>
    public bool IsCurrent(string name) => Runs(name) && (StartsOf(name) is 0 || _loaded[name] == State());

    public string Read(string path) => Encoding.Latin1.GetString(File.ReadAllBytes(Place(path)));

    public bool Has(string path) => File.Exists(Place(path)) || Directory.Exists(Place(path));

    public string? RegistryToken(string key = RegistryKey) => System.Registry.Create(key).GetValue("tenant_token", null) as string;

    /// <summary>Files of the script that are still there, our own directory's left out.</summary>
    public IReadOnlyList<string> Leftovers()
        => [
            .. Directory.EnumerateFiles(_tree, "*dynatrace-token-rotation*", SearchOption.AllDirectories)
                .Where(f => !f.StartsWith(Place(StateDirectory), StringComparison.Ordinal)),
        ];

    /// <summary>Every file of the machine with its content, our own directory's left out.</summary>
    public string Contents()
        => string.Join('\n', Directory.EnumerateFiles(_tree, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Where(f => !f.StartsWith(Place(StateDirectory), StringComparison.Ordinal))
            .Select(f => $"{f} {Encoding.Latin1.GetString(File.ReadAllBytes(f))}"));

    public IEnumerable<string> AllFiles() => Directory.EnumerateFiles(_tree, "*", SearchOption.AllDirectories);

    public Task<HostRun> ProbeAsync(Component component, params (string Name, string Value)[] more) => RunAsync("probe", component, more);

    public Task<HostRun> ApplyAsync(Component component, long generation = 5, params (string Name, string Value)[] more)
        => RunAsync(
            "apply",
            component,
            [.. Order(generation), ("NEW_TOKEN", NewToken), ("OLD_FINGERPRINT", HostFacts.OldFingerprint), .. more]);

    public Task<HostRun> RestoreAsync(Component component, long generation = 6, params (string Name, string Value)[] more)
        => RunAsync(
            "restore",
            component,
            [.. Order(generation), ("OLD_TOKEN", OldToken), ("NEW_FINGERPRINT", HostFacts.NewFingerprint), .. more]);

    /// <summary>Runs rotate.ps1; a later value of a parameter replaces an earlier one, an empty value removes it.</summary>
    public async Task<HostRun> RunAsync(string action, Component component, params (string Name, string Value)[] more)
    {
        Dictionary<string, string> parameters = [];
        (string, string)[] usual =
        [
            ("ROOT", _tree),
            ("ACTION", action),
            ("COMPONENT", component is Component.ActiveGate ? "activegate" : "oneagent"),
            ("ENVIRONMENT_ID", EnvironmentId),
            ("ROTATION_ID", RotationId),
        ];
        foreach ((string name, string value) in usual.Concat(more))
        {
            parameters[name] = value;
        }

        ScriptOutcome outcome = await _calls.DuringAsync(
            kill => HostedShell.RunAsync(System, TenantTokens.RunCommand.HostScripts.Windows, parameters, kill));
        return new HostRun(outcome.ExitCode, outcome.Output.Replace("\r\n", "\n", StringComparison.Ordinal), outcome.Error);
    }

    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        System.Dispose();
        Services.Dispose();
        _calls.Dispose();
        Directory.Delete(_tree, recursive: true);
    }

    private (string, string)[] Order(long generation)
        => [("GENERATION", $"{generation}"), ("NOT_AFTER", $"{Time.GetUtcNow().ToUnixTimeSeconds() + 900}")];

    private string State() => string.Join('\n', _known.Where(Has).Select(Read)) + Program.Token;

    private void OnWait(TimeSpan span, CancellationToken kill)
    {
        Time.Advance(span);
        Waiting();
    }
}
