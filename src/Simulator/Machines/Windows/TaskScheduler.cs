using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>
/// Scheduled tasks that run once, as schtasks.exe /XML creates them. They outlive the script that created them, and a reboot.
/// https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema
/// </summary>
internal sealed class TaskScheduler(TimeProvider time, Action<string, string> run) : IDisposable
{
    private static readonly XNamespace _schema = "http://schemas.microsoft.com/windows/2004/02/mit/task";
    private readonly Lock _sync = new();
    private readonly Dictionary<string, ITimer> _timers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyList<string>> _actions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tasks that have not run yet with what they will do, one line each.</summary>
    public string Armed
    {
        get
        {
            lock (_sync)
            {
                return string.Join('\n', _actions.Where(a => _timers.ContainsKey(a.Key)).SelectMany(static a => a.Value));
            }
        }
    }

    /// <summary>The names of all tasks.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_sync)
            {
                return [.. _actions.Keys];
            }
        }
    }

    /// <summary>Runs schtasks.exe and returns its exit code.</summary>
    public int Run(IReadOnlyList<string> arguments) => arguments switch
    {
        ["/Create", "/TN", var name, "/XML", var file, "/F"] => Create(name, file),
        ["/Delete", "/TN", var name, "/F"] => Delete(name),
        _ => 1,
    };

    public void Dispose()
    {
        lock (_sync)
        {
            foreach (ITimer timer in _timers.Values)
            {
                timer.Dispose();
            }

            _timers.Clear();
        }
    }

    private int Create(string name, string file)
    {
        XElement task;
        try
        {
            task = XElement.Load(file);
        }
        catch (Exception e) when (e is XmlException or IOException)
        {
            return 1;
        }

        string? start = task.Element(_schema + "Triggers")?.Element(_schema + "TimeTrigger")?.Element(_schema + "StartBoundary")?.Value;
        string? user = task.Element(_schema + "Principals")?.Element(_schema + "Principal")?.Element(_schema + "UserId")?.Value;
        List<(string Command, string Arguments)> actions = [.. (task.Element(_schema + "Actions")?.Elements(_schema + "Exec") ?? [])
            .Select(static e => (e.Element(_schema + "Command")?.Value ?? "", e.Element(_schema + "Arguments")?.Value ?? ""))];
        if (user is not "S-1-5-18" || actions is []
            || !DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at))
        {
            return 1;
        }

        Delete(name);
        TimeSpan delay = at - time.GetUtcNow();
        lock (_sync)
        {
            _actions[name] = [.. actions.Select(static a => $"{a.Command} {a.Arguments}")];
            _timers[name] = time.CreateTimer(
                _ => Fire(name, actions),
                null,
                delay > TimeSpan.Zero ? delay : TimeSpan.Zero,
                Timeout.InfiniteTimeSpan);
        }

        return 0;
    }

    private void Fire(string name, IReadOnlyList<(string Command, string Arguments)> actions)
    {
        lock (_sync)
        {
            if (!_timers.Remove(name, out ITimer? timer))
            {
                return;
            }

            timer.Dispose();
        }

        foreach ((string command, string arguments) in actions)
        {
            run(command, arguments);
        }
    }

    private int Delete(string name)
    {
        lock (_sync)
        {
            if (_timers.Remove(name, out ITimer? timer))
            {
                timer.Dispose();
            }

            return _actions.Remove(name) ? 0 : 1;
        }
    }
}
