using System.Globalization;
using System.Text.RegularExpressions;

namespace TenantTokens.Simulator.Machines.Tools;

/// <summary>systemd-run: a command that runs later, or now, independent of whoever asked.</summary>
internal sealed partial class SystemdRun(TransientUnits units, bool isBooted) : ITool
{
    private int _count;

    public string Name => "systemd-run";

    public Task<ToolAnswer> RunAsync(IReadOnlyList<string> arguments, CancellationToken ct) => Task.FromResult(Run(arguments));

    private ToolAnswer Run(IReadOnlyList<string> arguments)
    {
        if (!isBooted)
        {
            return ToolAnswer.Fail(1, "System has not been booted with systemd as init system (PID 1). Can't operate.", "Failed to connect to bus: Host is down");
        }

        TimeSpan? delay = null;
        string? name = null;
        bool quiet = false;
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        int i = 0;
        for (; i < arguments.Count && arguments[i].StartsWith('-'); i++)
        {
            (string option, string? value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            switch (option)
            {
                case "--":
                    break;
                case "--on-active" or "--unit" or "--setenv" or "--timer-property" or "--property" or "--description" or "--slice" or "-E" or "-p" or "-u":
                    value ??= ++i < arguments.Count ? arguments[i] : "";
                    break;
                case "-q" or "--quiet":
                    quiet = true;
                    break;
                case "--collect" or "-G" or "--no-block" or "--no-ask-password" or "--system":
                    break;
                default:
                    return ToolAnswer.Fail(1, $"systemd-run: unrecognized option '{option}' (not simulated)");
            }

            switch (option)
            {
                case "--on-active" when ParseSpan(value!) is { } span:
                    delay = span;
                    break;
                case "--on-active":
                    return ToolAnswer.Fail(1, $"Failed to parse timer value: {value}");
                case "--unit" or "-u":
                    name = UnitSuffix().Replace(value!, "");
                    break;
                case "--setenv" or "-E" when value!.Split('=', 2) is [var variable, var content]:
                    variables[variable] = content;
                    break;
                default:
                    break;
            }
        }

        List<string> command = [.. arguments.Skip(i)];
        if (command is [])
        {
            return ToolAnswer.Fail(1, "Command line to execute required.");
        }

        name ??= $"run-r{Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)}";
        return units.TryArm(name, delay, command, variables)
            ? new ToolAnswer(0, [], quiet ? [] : delay is null
                ? [$"Running as unit: {name}.service"]
                : [$"Running timer as unit: {name}.timer", $"Will run service as unit: {name}.service"])
            : ToolAnswer.Fail(1, $"Failed to start transient {(delay is null ? "service" : "timer")} unit: Unit {name}.{(delay is null ? "service" : "timer")} was already loaded or has a fragment file.");
    }

    /// <summary>"90", "90s", "1min 30s".</summary>
    private static TimeSpan? ParseSpan(string text)
    {
        MatchCollection parts = Part().Matches(text);
        return parts.Count > 0 && string.Concat(parts.Select(static p => p.Value)).Length == text.Length
            ? TimeSpan.FromSeconds(parts.Sum(static p => double.Parse(p.Groups["n"].Value, CultureInfo.InvariantCulture) * Factor(p.Groups["unit"].Value)))
            : null;
    }

    private static double Factor(string unit) => unit switch
    {
        "ms" => 0.001,
        "m" or "min" or "minutes" => 60,
        "h" or "hr" or "hours" => 3600,
        _ => 1,
    };

    [GeneratedRegex(@"\s*(?<n>\d+(?:\.\d+)?)\s*(?<unit>ms|min|minutes|m|hours|hr|h|seconds|sec|s)?\s*")]
    private static partial Regex Part();

    [GeneratedRegex(@"\.(service|timer)$")]
    private static partial Regex UnitSuffix();
}
