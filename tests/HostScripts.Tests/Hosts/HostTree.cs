using System.Globalization;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;

namespace TenantTokens.HostScripts.Tests.Hosts;

/// <summary>
/// A Linux machine as a directory: <c>root</c> is its file system, <c>world</c> what runs on it, <c>bin</c> its PATH, in which what
/// touches services is a shim, and every command if the test needs that (Shims/record says what it can order). The real rotate.sh runs on
/// it under the real bash.
/// </summary>
internal sealed class HostTree : IDisposable
{
    public static readonly string[] Tools =
        [
            "sha256sum",
            "flock",
            "stat",
            "cp",
            "mv",
            "rm",
            "mkdir",
            "sync",
            "sleep",
            "date",
            "readlink",
            "ln",
            "setsid",
            "nohup",
            "grep",
            "tail",
            "head",
        ];

    private static readonly string _shims = System.IO.Path.Combine(AppContext.BaseDirectory, "Shims");
    private readonly List<string> _watched = [Authorization, Extensions, RemotePlugin, ZRemote, ZRemoteUser];

    private HostTree(string tree) => Tree = tree;

    /// <summary>The directory that holds everything of the machine.</summary>
    public string Tree { get; }

    /// <summary>What the shell that starts the script does before.</summary>
    public string Surroundings { get; private set; } = ":";

    /// <summary>A bare machine with systemd.</summary>
    public static HostTree Create(string name = "host")
    {
        HostTree host = new(Directory.CreateTempSubdirectory($"{name}-").FullName);
        foreach (string folder in new[] { "bin", "root/run/systemd/system", "root/var/lib", "root/opt", "world", "fail" })
        {
            Directory.CreateDirectory(System.IO.Path.Combine(host.Tree, folder));
        }

        File.WriteAllText($"{host.Tree}/rotate.sh", TenantTokens.RunCommand.HostScripts.Linux);
        host.Link("bin/.record", "record");
        host.Link("bin/.systemctl", "systemctl");
        foreach (string tool in Tools)
        {
            File.CreateSymbolicLink($"{host.Tree}/bin/{tool}", $"/usr/bin/{tool}");
        }

        host.Link("bin/systemctl", "systemctl");
        host.Link("bin/systemd-run", "systemd-run");
        return host;
    }

    public string Path(string hostPath) => Tree + "/root" + hostPath;

    public HostTree With(
        string hostPath,
        string latin1,
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)
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

    /// <summary>A fact or a fault of the world, for the shims to read; null empties it.</summary>
    public HostTree World(string name, string? text)
    {
        string path = $"{Tree}/world/{name}";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text is null ? "" : text + "\n");
        return this;
    }

    /// <summary>Somebody stops a service.</summary>
    public HostTree Stopped(string service) => World($"{service}/started", null);

    /// <summary>
    /// What becomes of the ActiveGate's log as it starts, in sh: 0.0 is dynatracegateway.0.0.log, lines prints many of them.
    /// </summary>
    public HostTree OnStart(string change)
    {
        string script = System.Text.RegularExpressions.Regex.Replace(change, @"(?<=[ >])(\d\.\d|log\.\d)(?=[; ]|$)",
            static match => match.Value.StartsWith("log", StringComparison.Ordinal)
                ? $"dynatracegateway.0.0.{match.Value}"
                : $"dynatracegateway.{match.Value}.log");
        return World(
            "dynatracegateway/on-start",
            $"(cd '{Path("/var/log/dynatrace/gateway")}'; lines() {{ yes 'what happened since' | head -n 5000; }}; {script})");
    }

    public HostTree Agent(string name, string text) => World($"agent/{name}", text);

    /// <summary>What the shell that starts the script has set before: umask, ulimit.</summary>
    public HostTree Under(string settings)
    {
        Surroundings = settings;
        return this;
    }

    public string Read(string hostPath) => Encoding.Latin1.GetString(File.ReadAllBytes(Path(hostPath)));

    public bool Has(string hostPath) => File.Exists(Path(hostPath)) || Directory.Exists(Path(hostPath));

    public string ReadWorld(string name) => File.Exists($"{Tree}/world/{name}") ? File.ReadAllText($"{Tree}/world/{name}").TrimEnd() : "";

    public bool Runs(string service) => ReadWorld($"{service}/started").Length > 0;

    public int StartsOf(string service)
        => File.Exists($"{Tree}/world/{service}/starts") ? File.ReadAllLines($"{Tree}/world/{service}/starts").Length : 0;

    /// <summary>What a running service has loaded is what its files say now.</summary>
    public bool IsCurrent(string service)
        => Runs(service) && (StartsOf(service) == 0
            || File.ReadAllBytes($"{Tree}/world/{service}/loaded")
                .SequenceEqual(Reads(service).Where(File.Exists).SelectMany(File.ReadAllBytes)));

    public IReadOnlyList<string> Calls => File.Exists($"{Tree}/calls") ? File.ReadAllLines($"{Tree}/calls") : [];

    public string Environments => File.ReadAllText($"{Tree}/environments");

    /// <summary>What the armed timers would start.</summary>
    public string Timers => Directory.Exists($"{Tree}/world/timers")
        ? string.Concat(Directory.GetFiles($"{Tree}/world/timers").Select(File.ReadAllText))
        : "";

    /// <summary>Every file and directory with kind, owner, group, mode, number of links and size.</summary>
    public async Task<string> MetadataAsync(string hostPath = "")
    {
        BufferedCommandResult found = await Cli.Wrap("/usr/bin/find")
            .WithArguments([Path(hostPath), "-printf", "%p %y %U %G %m %n %s %l\\n"])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return string.Join('\n', found.StandardOutput.Split('\n').Where(line => !line.Contains(StateDirectory, StringComparison.Ordinal)
            && !line.Contains("/var/lib d ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>All paths of the machine below which a run of the script may leave something.</summary>
    public IEnumerable<string> Leftovers()
        => Directory.EnumerateFileSystemEntries($"{Tree}/root", "*", SearchOption.AllDirectories)
            .Where(path => System.IO.Path.GetFileName(path).StartsWith(".dynatrace-token-rotation", StringComparison.Ordinal));

    public void Dispose()
    {
        EndGuards();
        try
        {
            Directory.Delete(Tree, recursive: true);
        }
        catch (IOException)
        {
            // A child of a killed script may just have written here: the directory goes with the test program.
        }
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public HostTree Order(string name, string text)
    {
        File.WriteAllText($"{Tree}/{name}", text + "\n");
        return this;
    }

    public HostTree Link(string name, string shim)
    {
        File.CreateSymbolicLink($"{Tree}/{name}", $"{_shims}/{shim}");
        return this;
    }

    private string[] Reads(string service) => service == "oneagent" ? [$"{Tree}/world/agent/token"] : [.. _watched.Select(Path)];

    public void WriteWhatServicesRead()
    {
        foreach (string home in Directory.GetDirectories($"{Tree}/world").Where(home => File.Exists($"{home}/installed")))
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

        foreach (string line in Directory.GetFiles(Path(StateDirectory), "*.*")
            .SelectMany(File.ReadAllLines)
            .Where(line => line.StartsWith("guard=pid:", StringComparison.Ordinal)))
        {
            string pid = line.Split(':')[1];
            Cli.Wrap("/bin/kill")
                .WithArguments(["-KILL", "--", $"-{pid}", pid])
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync().Task
                .Wait(TestContext.Current.CancellationToken);
        }
    }
}
