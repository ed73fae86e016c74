using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Dynatrace;

/// <summary>
/// One metric: messages that ActiveGates rejected because of the token. "Non-zero value indicates data loss."
/// https://docs.dynatrace.com/managed/ingest-from/dynatrace-activegate/activegate-sfm-metrics
/// </summary>
internal sealed partial class MetricEndpoints(WorldState world)
{
    private const string Rejected = "dsfm:active_gate.communication.messages.rejected";
    private const int MaxPoints = 1000;

    public void Map(IEndpointRouteBuilder routes)
        => routes.MapDynatrace(world, "GET", "/api/v2/metrics/query", CallName.Metrics, QueryAsync);

    private Task QueryAsync(HttpContext context, TenantEnvironment environment)
    {
        if (environment.MetricStatus is { } status)
        {
            return DynatraceError.WriteAsync(context, status, Refusal(status));
        }

        IQueryCollection query = context.Request.Query;
        string selector = query["metricSelector"].ToString();
        if (!selector.StartsWith(Rejected, StringComparison.Ordinal))
        {
            return DynatraceError.WriteAsync(context, 400, $"The metric selector '{selector}' is not simulated; {Rejected} is.");
        }

        DateTimeOffset now = world.Clock.Now;
        if (Time(query["from"].ToString(), now, now.AddHours(-2)) is not { } from || Time(query["to"].ToString(), now, now) is not { } to
            || from >= to)
        {
            return DynatraceError.WriteAsync(context, 400, "from and to must be 'now', 'now-5m', a time in Unix milliseconds or an ISO"
                + " 8601 time, and from must come first.");
        }

        TimeSpan step = Step(query["resolution"].ToString(), to - from);
        List<JsonObject> series =
            AllSeries(environment, isSum: selector.Contains(":splitBy()", StringComparison.Ordinal), from, Ends(from, to, step));
        return Answer.JsonAsync(context, 200, new JsonObject
        {
            ["totalCount"] = series.Count,
            ["nextPageKey"] = null,
            ["resolution"] = query["resolution"].ToString() is { Length: > 0 } resolution ? resolution : "1m",
            ["result"] = new JsonArray(new JsonObject
            {
                ["metricId"] = selector,
                ["dataPointCountRatio"] = 0.001,
                ["dimensionCountRatio"] = 0.001,
                ["data"] = new JsonArray([.. series]),
            }),
        });
    }

    private static string Refusal(int status) => status switch
    {
        403 => "Token is missing required scope. Use one of: metrics.read (Read metrics)",
        404 => $"Metric {Rejected} not found.",
        _ => $"Unknown metric key '{Rejected}'.",
    };

    private static List<DateTimeOffset> Ends(DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        List<DateTimeOffset> ends = [];
        for (DateTimeOffset end = from + step; ends.Count < MaxPoints && end - step < to; end += step)
        {
            ends.Add(end < to ? end : to);
        }

        return ends;
    }

    private List<JsonObject> AllSeries(TenantEnvironment environment, bool isSum, DateTimeOffset from, List<DateTimeOffset> ends)
    {
        List<JsonObject> series;
        lock (world.Sync)
        {
            List<ActiveGate> gates = [.. world.Gates.Where(g => g.Environments.Contains(environment))];
            series = isSum
                ? [Series([], from, ends, environment, gates)]
                : [.. gates.Select(g => Series([g.Id], from, ends, environment, [g]))];
        }

        return environment.MetricSilence switch
        {
            null => series,
            "empty" => [],
            _ => [.. series.Select(static one => Silent(one))],
        };
    }

    private static JsonObject Silent(JsonObject series)
    {
        series["values"] = new JsonArray([.. series["values"]!.AsArray().Select(static _ => (JsonNode?)null)]);
        return series;
    }

    private JsonObject Series(
        IReadOnlyList<string> dimensions,
        DateTimeOffset from,
        List<DateTimeOffset> ends,
        TenantEnvironment environment,
        List<ActiveGate> gates)
    {
        JsonArray values = [];
        DateTimeOffset start = from;
        foreach (DateTimeOffset end in ends)
        {
            values.Add(gates.Sum(g => world.Meter.RejectedBy(environment.Id, g.Id, start, end)));
            start = end;
        }

        JsonObject map = [];
        foreach (string dimension in dimensions)
        {
            map["dt.active_gate.id"] = dimension;
        }

        return new JsonObject
        {
            ["dimensions"] = new JsonArray([.. dimensions.Select(static d => JsonValue.Create(d))]),
            ["dimensionMap"] = map,
            ["timestamps"] = new JsonArray([.. ends.Select(static e => JsonValue.Create(e.ToUnixTimeMilliseconds()))]),
            ["values"] = values,
        };
    }

    private static DateTimeOffset? Time(string text, DateTimeOffset now, DateTimeOffset unset) => text switch
    {
        "" => unset,
        "now" => now,
        _ when Relative().Match(text) is { Success: true } m => now - Span(m),
        _ when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long ms)
            => DateTimeOffset.FromUnixTimeMilliseconds(ms),
        _ when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) => at,
        _ => null,
    };

    private static TimeSpan Step(string resolution, TimeSpan whole) => resolution switch
    {
        _ when resolution.Equals("inf", StringComparison.OrdinalIgnoreCase) => whole,
        _ when Resolution().Match(resolution) is { Success: true } m => Span(m),
        _ => TimeSpan.FromMinutes(1),
    };

    private static TimeSpan Span(Match match)
    {
        double n = double.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "s" => TimeSpan.FromSeconds(n),
            "h" => TimeSpan.FromHours(n),
            "d" => TimeSpan.FromDays(n),
            _ => TimeSpan.FromMinutes(n),
        };
    }

    [GeneratedRegex(@"^now-(?<n>\d+)(?<unit>[smhd])$")]
    private static partial Regex Relative();

    [GeneratedRegex(@"^(?<n>[1-9]\d*)(?<unit>[smhd])$")]
    private static partial Regex Resolution();
}
