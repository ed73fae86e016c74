using System.Globalization;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using TenantTokens.Fleet;
using TenantTokens.Tokens;

namespace TenantTokens.HostScripts.Tests.Hosts;

/// <summary>
/// A Linux machine as a directory: <c>root</c> is its file system, <c>world</c> what runs on it, <c>bin</c> its PATH, in which what
/// touches services is a shim, and every command if the test needs that (Shims/record says what it can order). The real rotate.sh runs on it under the real bash.
/// </summary>
internal sealed class HostTree : IDisposable
{
    public const string EnvironmentId = "abc12345";
    public const string RotationId = "rotation-7";
    public const string OldToken = "0ldT0kenValue123";
    public const string NewToken = "dt0a02.NewNewNew0000000000000000";
    public const string Authorization = "/var/lib/dynatrace/gateway/config/authorization.properties";
    public const string Extensions = "/opt/dynatrace/remotepluginmodule/agent/conf/extensions.conf";
    public const string RemotePlugin = "/opt/dynatrace/remotepluginmodule/agent/conf/ruxitagent.conf";
    public const string ZRemote = "/opt/dynatrace/zremote/agent/conf/ruxitagent.conf";
    public const string ZRemoteUser = "/var/lib/dynatrace/zremote/agent/conf/zremoteagentuserconfig.conf";
    public const string StateDirectory = "/var/lib/dynatrace-token-rotation";
    public const string OneAgentTools = "/opt/dynatrace/oneagent/agent/tools";

    private static readonly string[] Tools =
        ["sha256sum", "flock", "stat", "cp", "mv", "rm", "mkdir", "sync", "sleep", "date", "readlink", "ln", "setsid", "nohup", "grep", "tail", "head"];

    private static readonly string Shims = System.IO.Path.Combine(AppContext.BaseDirectory, "Shims");
    // Another bash than the system's, to see that an old one will do: HOST_SCRIPTS_BASH=/opt/bash-3.2/bash dotnet test ...
    private static readonly string Bash = System.Environment.GetEnvironmentVariable("HOST_SCRIPTS_BASH") ?? "/bin/bash";
    private readonly List<string> _watched = [Authorization, Extensions, RemotePlugin, ZRemote, ZRemoteUser];
    private readonly string _tree;
    private string _surroundings = ":";

    private HostTree(string tree) => _tree = tree;

    public static string OldFingerprint { get; } = TenantToken.Parse(OldToken).Fingerprint(RotationId);

    public static string NewFingerprint { get; } = TenantToken.Parse(NewToken).Fingerprint(RotationId);

    public static string OneEnvironment { get; } =
        $"[{EnvironmentId}]\ntenantToken = {OldToken}\nauthToken = dt0g02.ABCDEFGH.0123456789\nmainTenant = true\n";

    public static string ExtensionsText { get; } = $"Server https://127.0.0.1:9999/communication\nTenant {EnvironmentId}\nTenantToken {OldToken}\n";

    /// <summary>A bare machine with systemd.</summary>
    public static HostTree Create(string name = "host")
    {
        HostTree host = new(Directory.CreateTempSubdirectory($"{name}-").FullName);
        foreach (string folder in new[] { "bin", "root/run/systemd/system", "root/var/lib", "root/opt", "world", "fail" })
        {
            Directory.CreateDirectory(System.IO.Path.Combine(host._tree, folder));
        }

        File.WriteAllText($"{host._tree}/rotate.sh", RunCommand.HostScripts.Linux);
        host.Link("bin/.record", "record");
        host.Link("bin/.systemctl", "systemctl");
        foreach (string tool in Tools)
        {
            File.CreateSymbolicLink($"{host._tree}/bin/{tool}", $"/usr/bin/{tool}");
        }

        host.Link("bin/systemctl", "systemctl");
        host.Link("bin/systemd-run", "systemd-run");
        return host;
    }

    /// <summary>A machine with an ActiveGate that runs on the old token, alone.</summary>
    public static HostTree WithActiveGate(string? authorization = null, string name = "host")
        => Create(name)
            .With(Authorization, authorization ?? OneEnvironment)
            .With("/var/log/dynatrace/gateway/dynatrace.0.log", "started\n")
            .WithDirectory("/opt/dynatrace/gateway")
            .WithService("dynatracegateway")
            .WithService("dynatraceautoupdater");

    /// <summary>As <see cref="WithActiveGate"/>, with a token in every file that can hold one, and all services.</summary>
    public static HostTree WithFullActiveGate()
        => WithModule()
            .With(ZRemote, $"[general]\ntenant {EnvironmentId}\ntenantToken {OldToken}\n")
            .WithService("zremote");

    /// <summary>As <see cref="WithActiveGate"/>, with the extensions controller.</summary>
    public static HostTree WithModule()
        => WithActiveGate()
            .With(Extensions, ExtensionsText)
            .WithService("extensionsmodule");

    /// <summary>A machine with a OneAgent that runs on the old token and is connected.</summary>
    public static HostTree WithOneAgent()
    {
        HostTree host = Create().WithService("oneagent", "/opt/dynatrace/oneagent/agent/initscripts/oneagent");
        host.Agent("tenant", EnvironmentId).Agent("token", OldToken).Agent("host-id", "6b899713d5b4a22c").Agent("version", "1.301.70.20250115");
        host.Agent("server", "{https://a/communication;*https://b/communication}{https://c:9999/communication}");
        return host.WithOneAgentTools(OneAgentTools);
    }

    public string Path(string hostPath) => _tree + "/root" + hostPath;

    public HostTree With(string hostPath, string latin1, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)
    {
        string path = Path(hostPath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(latin1));
        File.SetUnixFileMode(path, mode);
        File.SetLastWriteTimeUtc(path, Now.AddHours(-2).UtcDateTime);
        if (!_watched.Contains(hostPath))
        {
            _watched.Add(hostPath);
        }

        return this;
    }

    public HostTree WithDirectory(string hostPath)
    {
        Directory.CreateDirectory(Path(hostPath));
        return this;
    }

    public HostTree Without(string hostPath)
    {
        if (Directory.Exists(Path(hostPath)))
        {
            Directory.Delete(Path(hostPath), recursive: true);
        }
        else
        {
            File.Delete(Path(hostPath));
        }

        return this;
    }

    /// <summary>A service that was started an hour ago or when the test says, with its command line in the unit.</summary>
    public HostTree WithService(string name, string? exec = null, bool running = true, DateTimeOffset? since = null)
    {
        World($"{name}/installed", "");
        if (exec is not null)
        {
            World($"{name}/exec", exec);
        }

        DateTimeOffset start = since ?? Now.AddHours(-1);
        return World($"{name}/started", running
            ? string.Create(CultureInfo.InvariantCulture, $"{start.ToUnixTimeSeconds()}\n{start:ddd yyyy-MM-dd HH:mm:ss} UTC\n1000000")
            : null);
    }

    public HostTree WithOneAgentTools(string hostPath)
    {
        WithDirectory(hostPath);
        Link($"root{hostPath}/oneagentctl", "oneagentctl");
        return this;
    }

    /// <summary>No systemd: init scripts and <c>service</c>.</summary>
    public HostTree WithSysV(params string[] services)
    {
        Without("/run/systemd/system").Lacks("systemctl").Lacks("systemd-run").Link("bin/service", "service").WithDirectory("/etc/init.d");
        foreach (string service in services)
        {
            Link($"root/etc/init.d/{service}", "service");
        }

        return this;
    }

    /// <summary>A fact or a fault of the world, for the shims to read; null empties it.</summary>
    public HostTree World(string name, string? text)
    {
        string path = $"{_tree}/world/{name}";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text is null ? "" : text + "\n");
        return this;
    }

    /// <summary>Somebody stops a service.</summary>
    public HostTree Stopped(string service) => World($"{service}/started", null);

    /// <summary>What becomes of the ActiveGate's log as it starts, in sh: 0.0 is dynatracegateway.0.0.log, lines prints many of them.</summary>
    public HostTree OnStart(string change)
    {
        string script = System.Text.RegularExpressions.Regex.Replace(change, @"(?<=[ >])(\d\.\d|log\.\d)(?=[; ]|$)",
            static match => match.Value.StartsWith("log", StringComparison.Ordinal) ? $"dynatracegateway.0.0.{match.Value}" : $"dynatracegateway.{match.Value}.log");
        return World("dynatracegateway/on-start", $"(cd '{Path("/var/log/dynatrace/gateway")}'; lines() {{ yes 'what happened since' | head -n 5000; }}; {script})");
    }

    public HostTree Agent(string name, string text) => World($"agent/{name}", text);

    public HostTree WithTool(string tool) => Lacks(tool).Link($"bin/{tool}", "tool");

    /// <summary>A command that does what the test says, in sh; the shims' record is kept. <c>$tree</c> is the machine's directory.</summary>
    public HostTree WithCommand(string name, string text)
    {
        Lacks(name);
        string path = $"{_tree}/bin/{name}";
        File.WriteAllText(path, $"#!/bin/sh\n. \"${{0%/*}}/.record\"\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>SELinux: what stat says is the security context of each file it is asked about; an expression of sh, n counts the files.</summary>
    public HostTree WithContext(string context) => WithCommand("stat", $$"""
        case $2 in *' %C'*) ;; *) exec stat "$@" ;; esac
        format=${2% %C} n=0
        shift 3
        for file in "$@"; do echo "$(stat -c "$format" -- "$file") {{context}}"; done
        """);

    /// <summary>What the shell that starts the script has set before: umask, ulimit.</summary>
    public HostTree Under(string settings)
    {
        _surroundings = settings;
        return this;
    }

    public HostTree Lacks(string tool)
    {
        File.Delete($"{_tree}/bin/{tool}");
        return this;
    }

    /// <summary>The n-th call of a command fails with a message; 0 stands for every call.</summary>
    public HostTree Fails(string tool, int call, string message = "broken")
        => (Tools.Contains(tool) ? WithTool(tool) : this).Order($"fail/{tool}", call == 0 ? $"* {message}" : $"{call} {message}");

    /// <summary>The next run is killed when it calls its n-th command.</summary>
    public HostTree KillAt(int call) => Recorded().Order("KILL-at", call.ToString(CultureInfo.InvariantCulture));

    /// <summary>The next run is killed when it calls a command like this.</summary>
    public HostTree KillOn(string glob) => Recorded().Order("kill-on", glob);

    /// <summary>The next run is killed when it calls a command like this, and that command goes on alone.</summary>
    public HostTree OrphanOn(string glob) => Recorded().Order("orphan-on", glob);

    /// <summary>The n-th command that the next run calls fails, whatever it is.</summary>
    public HostTree FailAt(int call) => Recorded().Order("FAIL-at", call.ToString(CultureInfo.InvariantCulture));

    public HostTree TerminateAt(int call) => Recorded().Order("TERM-at", call.ToString(CultureInfo.InvariantCulture));

    public HostTree RecordsEnvironments() => Recorded().WithTool("sleep").Order("record-environment", "");

    public HostTree UsesBusybox() => Recorded().WithTool("sleep").Order("busybox", "");

    /// <summary>
    /// The system's commands go through the shims' record too. Without it only services and the agent do, which costs a third less
    /// time; sleep never does: how often the script polls depends on how busy the machine is.
    /// </summary>
    public HostTree Recorded()
    {
        foreach (string tool in Tools.Where(tool => tool != "sleep" && new FileInfo($"{_tree}/bin/{tool}").LinkTarget is not null))
        {
            WithTool(tool);
        }

        return this;
    }

    public Task<HostRun> ProbeAsync(Component component, params (string Name, string Value)[] more) => RunAsync("probe", component, more);

    public Task<HostRun> ApplyAsync(Component component, long generation = 5, params (string Name, string Value)[] more)
        => RunAsync("apply", component, [.. Order(generation), ("NEW_TOKEN", NewToken), ("OLD_FINGERPRINT", OldFingerprint), .. more]);

    public Task<HostRun> RestoreAsync(Component component, long generation = 6, params (string Name, string Value)[] more)
        => RunAsync("restore", component, [.. Order(generation), ("OLD_TOKEN", OldToken), ("NEW_FINGERPRINT", NewFingerprint), .. more]);

    /// <summary>Runs rotate.sh; a later value of a variable replaces an earlier one, an empty value removes it.</summary>
    public async Task<HostRun> RunAsync(string action, Component component, params (string Name, string Value)[] more)
    {
        WriteWhatServicesRead();
        Dictionary<string, string?> environment = System.Environment.GetEnvironmentVariables().Keys.Cast<string>().ToDictionary(key => key, _ => (string?)null);
        (string, string)[] usual =
        [
            ("PATH", $"{_tree}/bin"), ("ROOT", $"{_tree}/root"), ("ACTION", action), ("COMPONENT", component is Component.ActiveGate ? "activegate" : "oneagent"),
            ("ENVIRONMENT_ID", EnvironmentId), ("ROTATION_ID", RotationId), ("SETTLE_S", "0"), ("PROVE_S", "60"), ("STOP_S", "60"), ("START_S", "60"),
        ];
        foreach ((string name, string value) in usual.Concat(more))
        {
            environment[name] = value.Length == 0 ? null : value;
        }

        BufferedCommandResult result = await Cli.Wrap("/bin/sh")
            .WithArguments(["-c", $"{_surroundings}; export VICTIM=$$; exec \"$0\" \"$1\"", Bash, $"{_tree}/rotate.sh"])
            .WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        foreach (string order in new[] { "KILL-at", "TERM-at", "FAIL-at", "kill-on", "orphan-on", "count" })
        {
            File.Delete($"{_tree}/{order}");
        }

        return new HostRun(result.ExitCode, result.StandardOutput, result.StandardError);
    }

    public string Read(string hostPath) => Encoding.Latin1.GetString(File.ReadAllBytes(Path(hostPath)));

    public bool Has(string hostPath) => File.Exists(Path(hostPath)) || Directory.Exists(Path(hostPath));

    public string ReadWorld(string name) => File.Exists($"{_tree}/world/{name}") ? File.ReadAllText($"{_tree}/world/{name}").TrimEnd() : "";

    public bool Runs(string service) => ReadWorld($"{service}/started").Length > 0;

    public int StartsOf(string service) => File.Exists($"{_tree}/world/{service}/starts") ? File.ReadAllLines($"{_tree}/world/{service}/starts").Length : 0;

    /// <summary>What a running service has loaded is what its files say now.</summary>
    public bool IsCurrent(string service)
        => Runs(service) && (StartsOf(service) == 0
            || File.ReadAllBytes($"{_tree}/world/{service}/loaded").SequenceEqual(Reads(service).Where(File.Exists).SelectMany(File.ReadAllBytes)));

    public IReadOnlyList<string> Calls => File.Exists($"{_tree}/calls") ? File.ReadAllLines($"{_tree}/calls") : [];

    public string Environments => File.ReadAllText($"{_tree}/environments");

    /// <summary>What the armed timers would start.</summary>
    public string Timers => Directory.Exists($"{_tree}/world/timers")
        ? string.Concat(Directory.GetFiles($"{_tree}/world/timers").Select(File.ReadAllText))
        : "";

    /// <summary>Every file and directory with kind, owner, group, mode, number of links and size.</summary>
    public async Task<string> MetadataAsync(string hostPath = "")
    {
        BufferedCommandResult found = await Cli.Wrap("/usr/bin/find").WithArguments([Path(hostPath), "-printf", "%p %y %U %G %m %n %s %l\\n"])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return string.Join('\n', found.StandardOutput.Split('\n').Where(line => !line.Contains(StateDirectory, StringComparison.Ordinal)
            && !line.Contains("/var/lib d ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>All paths of the machine below which a run of the script may leave something.</summary>
    public IEnumerable<string> Leftovers()
        => Directory.EnumerateFileSystemEntries($"{_tree}/root", "*", SearchOption.AllDirectories)
            .Where(path => System.IO.Path.GetFileName(path).StartsWith(".dynatrace-token-rotation", StringComparison.Ordinal));

    public void Dispose()
    {
        EndGuards();
        try
        {
            Directory.Delete(_tree, recursive: true);
        }
        catch (IOException)
        {
            // A child of a killed script may just have written here: the directory goes with the test program.
        }
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static (string, string)[] Order(long generation)
        => [("GENERATION", generation.ToString(CultureInfo.InvariantCulture)), ("NOT_AFTER", Now.AddMinutes(15).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))];

    private HostTree Order(string name, string text)
    {
        File.WriteAllText($"{_tree}/{name}", text + "\n");
        return this;
    }

    private HostTree Link(string name, string shim)
    {
        File.CreateSymbolicLink($"{_tree}/{name}", $"{Shims}/{shim}");
        return this;
    }

    private string[] Reads(string service) => service == "oneagent" ? [$"{_tree}/world/agent/token"] : [.. _watched.Select(Path)];

    private void WriteWhatServicesRead()
    {
        foreach (string home in Directory.GetDirectories($"{_tree}/world").Where(home => File.Exists($"{home}/installed")))
        {
            File.WriteAllLines($"{home}/reads", Reads(System.IO.Path.GetFileName(home)));
        }
    }

    // Detached guards of killed scripts sleep on; the marker names them.
    private void EndGuards()
    {
        if (!Has(StateDirectory))
        {
            return;
        }

        foreach (string line in Directory.GetFiles(Path(StateDirectory), "*.*").SelectMany(File.ReadAllLines).Where(line => line.StartsWith("guard=pid:", StringComparison.Ordinal)))
        {
            string pid = line.Split(':')[1];
            Cli.Wrap("/bin/kill").WithArguments(["-KILL", "--", $"-{pid}", pid]).WithValidation(CommandResultValidation.None).ExecuteAsync().Task.Wait(TestContext.Current.CancellationToken);
        }
    }
}
