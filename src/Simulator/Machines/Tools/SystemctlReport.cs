using System.Globalization;
using System.IO.Enumeration;

namespace TenantTokens.Simulator.Machines.Tools;

/// <summary>The systemctl verbs that only read.</summary>
internal sealed class SystemctlReport(UnitBoard board, TransientUnits transients)
{
    public ToolAnswer IsActive(SystemctlArguments call)
    {
        List<string> states = [.. call.Units.Select(State)];
        return new ToolAnswer(
            states.Contains(Unit.Active) ? 0 : states.Count is 1 && !Exists(call.Units[0]) ? 4 : 3,
            call.Quiet ? [] : states,
            []);
    }

    public ToolAnswer IsFailed(SystemctlArguments call)
    {
        List<string> states = [.. call.Units.Select(State)];
        return new ToolAnswer(states.Contains(Unit.Failed) ? 0 : 1, call.Quiet ? [] : states, []);
    }

    public ToolAnswer IsEnabled(SystemctlArguments call)
    {
        List<string> states = [.. call.Units.Select(u => board.Find(u) is null ? "not-found" : "enabled")];
        return new ToolAnswer(states.Contains("enabled") ? 0 : 4, call.Quiet ? [] : states, []);
    }

    public ToolAnswer Show(SystemctlArguments call)
    {
        List<string> lines = [];
        foreach (string name in call.Units)
        {
            if (lines is not [] && !call.ValueOnly)
            {
                lines.Add("");
            }

            Dictionary<string, string> all = Properties(name, call.UnixTimes);
            IEnumerable<string> asked = call.Properties is [] ? all.Keys : call.Properties.Where(all.ContainsKey);
            lines.AddRange(asked.Select(p => call.ValueOnly ? all[p] : $"{p}={all[p]}"));
        }

        return ToolAnswer.Ok(lines);
    }

    public ToolAnswer Cat(SystemctlArguments call)
        => call.Units.FirstOrDefault(u => board.Find(u) is null) is { } missing
            ? ToolAnswer.Fail(1, $"No files found for {missing}{(missing.Contains('.', StringComparison.Ordinal) ? "" : ".service")}.")
            : ToolAnswer.Ok([.. call.Units.SelectMany(u => UnitFile(board.Find(u)!))]);

    public ToolAnswer Status(SystemctlArguments call)
    {
        string name = call.Units.Count > 0 ? call.Units[0] : "";
        if (!Exists(name))
        {
            return ToolAnswer.Fail(4, $"Unit {name} could not be found.");
        }

        string state = State(name);
        Unit? unit = board.Find(name);
        return new ToolAnswer(
            state is Unit.Active ? 0 : 3,
            [
                $"● {unit?.Name ?? name}.service - {unit?.Description ?? name}",
                "     Loaded: loaded",
                $"     Active: {state}",
                $"   Main PID: {unit?.MainPid ?? 0}",
            ],
            []);
    }

    public ToolAnswer ListUnitFiles(SystemctlArguments call)
    {
        List<string> lines =
        [
            .. board.All.Where(u => Matches(call, u.Name + ".service")).Select(static u => $"{u.Name}.service enabled enabled"),
        ];
        return new ToolAnswer(lines is [] && call.Units is not [] ? 1 : 0, lines, []);
    }

    public ToolAnswer ListUnits(SystemctlArguments call) => ToolAnswer.Ok(
    [
        .. board.All.Where(u => Matches(call, u.Name + ".service"))
            .Select(static u => $"{u.Name}.service loaded {u.State} {SubState(u.State)} {u.Description}"),
        .. transients.Loaded().Where(u => Matches(call, u)).Select(static u => $"{u} loaded active waiting {u}"),
    ]);

    private static bool Matches(SystemctlArguments call, string unit)
        => call.Units is []
            || call.Units.Any(p => FileSystemName.MatchesSimpleExpression(p, unit, ignoreCase: false) || p + ".service" == unit);

    private bool Exists(string name) => board.Find(name) is not null || transients.State(name) is not null;

    private string State(string name) => board.Find(name)?.State ?? transients.State(name) ?? Unit.Inactive;

    private static string SubState(string state) => state switch
    {
        Unit.Active => "running",
        Unit.Failed => "failed",
        "activating" => "start",
        "deactivating" => "stop-sigterm",
        _ => "dead",
    };

    private Dictionary<string, string> Properties(string name, bool unixTimes)
    {
        Unit? unit = board.Find(name);
        string state = State(name);
        string file = unit is null ? "" : $"/etc/systemd/system/{unit.Name}.service";
        string started = Time(unit?.StartedAt, unixTimes);
        long monotonic = unit?.StartedAt is { } at ? Monotonic(at) : 0;
        string pid = (unit?.MainPid ?? 0).ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Type"] = "forking",
            ["Id"] = name.Contains('.', StringComparison.Ordinal) ? name : name + ".service",
            ["Names"] = name.Contains('.', StringComparison.Ordinal) ? name : name + ".service",
            ["Description"] = unit?.Description ?? name,
            ["LoadState"] = !Exists(name) ? "not-found" : unit is { IsMasked: true } ? "masked" : "loaded",
            ["ActiveState"] = state,
            ["SubState"] = unit is { IsLooping: true, State: Unit.Activating } ? "auto-restart" : SubState(state),
            ["UnitFileState"] = unit is null ? "" : "enabled",
            ["FragmentPath"] = file,
            ["ExecStart"] = unit is null
                ? ""
                : $"{{ path={Program(unit)} ; argv[]={Program(unit)} start ; ignore_errors=no ; pid={pid} ; status=0/0 }}",
            ["MainPID"] = pid,
            ["ExecMainPID"] = pid,
            ["Result"] = state is Unit.Failed ? "exit-code" : "success",
            ["NRestarts"] = unit is { IsLooping: true } ? "57" : "0",
            ["ActiveEnterTimestamp"] = started,
            ["ActiveEnterTimestampMonotonic"] = monotonic.ToString(CultureInfo.InvariantCulture),
            ["ExecMainStartTimestamp"] = started,
            ["ExecMainStartTimestampMonotonic"] = monotonic.ToString(CultureInfo.InvariantCulture),
            ["InactiveEnterTimestamp"] = Time(unit?.StoppedAt, unixTimes),
        };
    }

    private static string Time(DateTimeOffset? time, bool unix) => time switch
    {
        null => "",
        { } at when unix => $"@{at.ToUnixTimeSeconds()}",
        { } at => at.UtcDateTime.ToString("ddd yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
    };

    /// <summary>Returns a time as microseconds since boot, as CLOCK_MONOTONIC counts them.</summary>
    private long Monotonic(DateTimeOffset at) => Math.Max(1, (Environment.TickCount64 * 1000) - (long)(board.Now - at).TotalMicroseconds);

    private static string Program(Unit unit) => unit.Name switch
    {
        "oneagent" => "/opt/dynatrace/oneagent/agent/initscripts/oneagent",
        "dynatracegateway" => "/opt/dynatrace/gateway/dynatracegateway",
        "dynatraceautoupdater" => "/opt/dynatrace/autoupdater/dynatraceautoupdater",
        _ => $"/opt/dynatrace/remotepluginmodule/agent/{unit.Name}",
    };

    private static IEnumerable<string> UnitFile(Unit unit) =>
    [
        $"# /etc/systemd/system/{unit.Name}.service", "[Unit]", $"Description={unit.Description}", "After=network.target", "",
        "[Service]", "Type=forking", $"ExecStart={Program(unit)} start", $"ExecStop={Program(unit)} stop", "",
        "[Install]", "WantedBy=multi-user.target",
    ];
}
