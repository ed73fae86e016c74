using System.Globalization;
using System.Text.RegularExpressions;

namespace TenantTokens.Simulator.Machines.Tools;

/// <summary>Simulates systemd-run: a command that runs now or later, independent of the caller.</summary>
internal sealed partial class SystemdRun(TransientUnits units, bool isBooted) : ITool
{
    private static readonly HashSet<string> _withValue = new(StringComparer.Ordinal)
    {
        "--on-active", "--unit", "--setenv", "--timer-property", "--property", "--description", "--slice", "-E", "-p", "-u",
    };

    private static readonly HashSet<string> _ignored = new(StringComparer.Ordinal)
    {
        "--", "--collect", "-G", "--no-block", "--no-ask-password", "--system",
    };

    private int _count;

    public string Name => "systemd-run";

    public Task<ToolAnswer> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
        => Task.FromResult(Run(arguments));

    private ToolAnswer Run(IReadOnlyList<string> arguments)
    {
        if (!isBooted)
        {
            return ToolAnswer.Fail(
                1,
                "System has not been booted with systemd as init system (PID 1). Can't operate.",
                "Failed to connect to bus: Host is down");
        }

        Wanted wanted = new();
        int i = 0;
        for (; i < arguments.Count && arguments[i].StartsWith('-'); i++)
        {
            (string option, string? value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            if (_withValue.Contains(option))
            {
                value ??= ++i < arguments.Count ? arguments[i] : "";
            }

            if (wanted.WhyNotTake(option, value) is { } refusal)
            {
                return ToolAnswer.Fail(1, refusal);
            }
        }

        List<string> command = [.. arguments.Skip(i)];
        return command is [] ? ToolAnswer.Fail(1, "Command line to execute required.") : Arm(wanted, command);
    }

    private ToolAnswer Arm(Wanted wanted, List<string> command)
    {
        string name = wanted.Name ?? $"run-r{Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)}";
        bool isNow = wanted.Delay is null;
        if (!units.TryArm(name, wanted.Delay, command, wanted.Variables))
        {
            string kind = isNow ? "service" : "timer";
            string file = $"Unit {name}.{kind} was already loaded or has a fragment file.";
            return ToolAnswer.Fail(1, $"Failed to start transient {kind} unit: {file}");
        }

        string[] said = isNow
            ? [$"Running as unit: {name}.service"]
            : [$"Running timer as unit: {name}.timer", $"Will run service as unit: {name}.service"];
        return new ToolAnswer(0, [], wanted.IsQuiet ? [] : said);
    }

    /// <summary>Parses a time span such as "90", "90s" or "1min 30s".</summary>
    private static TimeSpan? ParseSpan(string text)
    {
        MatchCollection parts = Part().Matches(text);
        return parts.Count > 0 && string.Concat(parts.Select(static p => p.Value)).Length == text.Length
            ? TimeSpan.FromSeconds(
                parts.Sum(static p => double.Parse(p.Groups["n"].Value, CultureInfo.InvariantCulture) * Factor(p.Groups["unit"].Value)))
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

    /// <summary>The options of a call.</summary>
    private sealed class Wanted
    {
        public TimeSpan? Delay { get; private set; }

        public string? Name { get; private set; }

        public bool IsQuiet { get; private set; }

        public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

        /// <summary>Reads an option. Returns systemd-run's message when it is not valid; null when it is.</summary>
        public string? WhyNotTake(string option, string? value)
        {
            switch (option)
            {
                case "-q" or "--quiet":
                    IsQuiet = true;
                    break;
                case "--on-active" when ParseSpan(value!) is { } span:
                    Delay = span;
                    break;
                case "--on-active":
                    return $"Failed to parse timer value: {value}";
                case "--unit" or "-u":
                    Name = UnitSuffix().Replace(value!, "");
                    break;
                case "--setenv" or "-E" when value!.Split('=', 2) is [var variable, var content]:
                    Variables[variable] = content;
                    break;
                case var _ when !_withValue.Contains(option) && !_ignored.Contains(option):
                    return $"systemd-run: unrecognized option '{option}' (not simulated)";
            }

            return null;
        }
    }
}
