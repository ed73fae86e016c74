using System.Management.Automation;

namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>
/// Everything of Windows that a script can use on a Windows machine: services, registry, scheduled tasks, processes, access rights and the
/// clock. The files are a tree on the disk, with a directory for each drive.
/// </summary>
internal sealed class WindowsSystem : IDisposable
{
    private const int NoSuchService = 1060;
    private const int AlreadyRunning = 1056;
    private const int NotActive = 1062;
    private const int Disabled = 1058;
    private readonly UnitBoard _services;
    private readonly TimeProvider _time;
    private readonly CancellationToken _end;

    public WindowsSystem(UnitBoard services, TimeProvider time, CancellationToken end)
    {
        (_services, _time, _end) = (services, time, end);
        Tasks = new TaskScheduler(time, RunTask);
    }

    public RegistryTree Registry { get; } = new();

    public FileRights Rights { get; } = new();

    public TaskScheduler Tasks { get; }

    /// <summary>The processes other than those of services.</summary>
    public IReadOnlyList<WindowsProcess> Processes { get; set; } = [];

    /// <summary>Returns the command line of a service.</summary>
    public Func<string, string> PathOf { get; set; } = static _ => "";

    /// <summary>Returns the services that depend on a service.</summary>
    public Func<string, IReadOnlyList<string>> DependentsOf { get; set; } = static _ => [];

    /// <summary>
    /// Returns whether Windows is running. A task that is due while it is not comes too late for what the next boot starts anyway.
    /// </summary>
    public Func<bool> IsOn { get; set; } = static () => true;

    /// <summary>Called for every call before it does anything, with its arguments. An exception from it is the call's failure.</summary>
    public Action<string, IReadOnlyList<string>> Calling { get; set; } = static (_, _) => { };

    /// <summary>Waits for a script's sleep.</summary>
    public Action<TimeSpan, CancellationToken> Wait { get; set; } = static (_, _) => { };

    /// <summary>Runs a cmdlet and returns its objects.</summary>
    /// <exception cref="Exception">The cmdlet's error.</exception>
    public IEnumerable<object> Ask(string cmdlet, IReadOnlyDictionary<string, object> given, CancellationToken kill)
    {
        Calling(cmdlet, [.. given.Select(static g => $"-{g.Key} {(g.Value is string[] many ? string.Join(',', many) : g.Value)}")]);
        return cmdlet switch
        {
            "Get-Date" => [_time.GetUtcNow().UtcDateTime],
            "Start-Sleep" => Sleep(TimeSpan.FromMilliseconds((int)given["Milliseconds"]), kill),
            "Get-Service"
                => given.TryGetValue("Name", out object? names) ? Services((string[])names) : Services((string[])given["DisplayName"]),
            "Get-CimInstance"
                => _services.All.Select(u => new ServiceProcess(u.Name, (uint)u.MainPid, PathOf(u.Name), u.IsMasked ? "Disabled" : "Auto")),
            "Get-Process" => given.TryGetValue("Id", out object? id) ? [Process((int)id)] : Processes,
            "Get-Item" => [Registry.Get((string)given["LiteralPath"])],
            "Get-Acl" => [Rights.Get((string)given["LiteralPath"])],
            "Set-Acl" => SetRights((string)given["LiteralPath"], (FileAcl)given["AclObject"]),
            _ => throw new CommandNotFoundException($"The term '{cmdlet}' is not recognized (not simulated)."),
        };
    }

    /// <summary>Runs a program of System32 and returns its exit code and output.</summary>
    public (int Code, IReadOnlyList<string> Output) Run(string program, IReadOnlyList<string> arguments)
    {
        Calling(program, arguments);
        return (program, arguments) switch
        {
            ("sc.exe", ["start", var name]) => (Start(name), []),
            ("sc.exe", ["stop", var name]) => (Stop(name), []),
            ("schtasks.exe", _) => (Tasks.Run(arguments), ["SUCCESS: said in the machine's language"]),
            ("icacls.exe", [var path, "/setowner", ['*', .. var owner], "/Q"]) => (Own(path, owner), []),
            ("icacls.exe", [var path, "/inheritance:r", "/grant:r", "*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F", "/Q"])
                => (Close(path), []),
            ("fsutil.exe", ["hardlink", "list", var path]) => (0, [path]),
            ("fsutil.exe", ["file", "queryfileid", var path])
                => FileIdentity.Of(path) is { } id ? (0, [$"Said in the machine's language: 0x{id:x32}"]) : (1, ["Error:  not found"]),
            _ => (87, [$"{program}: this is not simulated"]),
        };
    }

    public void Dispose() => Tasks.Dispose();

    private object[] Sleep(TimeSpan span, CancellationToken kill)
    {
        Wait(span, kill);
        return [];
    }

    private IEnumerable<WindowsService> Services(string[] patterns)
    {
        foreach (string pattern in patterns)
        {
            WildcardPattern wildcard = new(pattern, WildcardOptions.IgnoreCase);
            List<Unit> found = [.. _services.All.Where(u => wildcard.IsMatch(u.Name))];
            if (found is [] && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                throw new InvalidOperationException($"Cannot find any service with service name '{pattern}'.");
            }

            foreach (Unit unit in found)
            {
                yield return View(unit);
            }
        }
    }

    private WindowsService View(Unit unit)
        => new(unit.Name, Status(unit), [.. DependentsOf(unit.Name).Select(name => View(_services.Find(name)!))]);

    private static string Status(Unit unit) => unit.State switch
    {
        Unit.Active => "Running",
        "activating" => "StartPending",
        "deactivating" => "StopPending",
        Unit.Paused => "Paused",
        _ => "Stopped",
    };

    private WindowsProcess Process(int id)
        => _services.All.FirstOrDefault(u => u.MainPid == id) is { StartedAt: { } started } unit
            ? new WindowsProcess(id, unit.Name, started.UtcDateTime, [])
            : throw new InvalidOperationException($"Cannot find a process with the process identifier {id}.");

    private object[] SetRights(string path, FileAcl acl)
    {
        Rights.Set(path, acl.Owner, acl.Rights);
        return [];
    }

    private int Own(string path, string owner)
    {
        Rights.SetOwner(path, owner);
        return 0;
    }

    private int Close(string path)
    {
        Rights.Close(path);
        return 0;
    }

    // The service control manager continues this even if the caller ends.
    private int Start(string name)
    {
        if (_services.Find(name) is not { } unit)
        {
            return NoSuchService;
        }

        if (unit.IsActive)
        {
            return AlreadyRunning;
        }

        if (unit.IsMasked)
        {
            return Disabled;
        }

        _ = _services.StartAsync(unit, _end);
        return 0;
    }

    private int Stop(string name)
    {
        if (_services.Find(name) is not { } unit)
        {
            return NoSuchService;
        }

        if (!unit.IsActive && unit.State is not Unit.Paused)
        {
            return NotActive;
        }

        if (DependentsOf(name).Any(d => _services.Find(d) is { IsActive: true }))
        {
            return 1051;
        }

        _ = _services.StopAsync(unit, _end);
        return 0;
    }

    private void RunTask(string command, string arguments)
    {
        if (IsOn()
            && command.EndsWith(@"\sc.exe", StringComparison.OrdinalIgnoreCase)
            && arguments.StartsWith("start \"", StringComparison.Ordinal))
        {
            Start(arguments["start \"".Length..^1]);
        }
    }
}
