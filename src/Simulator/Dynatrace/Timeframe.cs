using System.Globalization;
using Microsoft.AspNetCore.Http;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Dynatrace;

/// <summary>
/// How far back the list of OneAgents looks: 72 hours by default, and never further than 214 days (docs/facts/dynatrace.md §5.2). The 72
/// hours are simulated time. The limit is not: it is a rule about a number that the client sends.
/// </summary>
/// <param name="From">Hosts that were last seen before this are not listed.</param>
internal sealed record Timeframe(DateTimeOffset From)
{
    private static readonly TimeSpan _usual = TimeSpan.FromHours(72);
    private static readonly TimeSpan _furthest = TimeSpan.FromDays(214);

    private static readonly Dictionary<string, TimeSpan> _relative = new(StringComparer.Ordinal)
    {
        ["min"] = TimeSpan.FromMinutes(1),
        ["5mins"] = TimeSpan.FromMinutes(5),
        ["10mins"] = TimeSpan.FromMinutes(10),
        ["15mins"] = TimeSpan.FromMinutes(15),
        ["30mins"] = TimeSpan.FromMinutes(30),
        ["hour"] = TimeSpan.FromHours(1),
        ["2hours"] = TimeSpan.FromHours(2),
        ["6hours"] = TimeSpan.FromHours(6),
        ["day"] = TimeSpan.FromDays(1),
        ["3days"] = TimeSpan.FromDays(3),
        ["week"] = TimeSpan.FromDays(7),
        ["month"] = TimeSpan.FromDays(30),
    };

    /// <summary>Reads the parameters; null when they are refused.</summary>
    public static Timeframe? Read(IQueryCollection query, WorldClock clock, out string? refusal)
    {
        refusal = null;
        (string start, string relative) = (query["startTimestamp"].ToString(), query["relativeTime"].ToString());
        if (query["endTimestamp"].Count > 0)
        {
            refusal = "This world has no endTimestamp: its lists always end now.";
        }
        else if (start is not "")
        {
            if (!long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
                || milliseconds > clock.Now.ToUnixTimeMilliseconds())
            {
                refusal = $"The startTimestamp '{start}' must be a time in the past, in UTC milliseconds.";
            }
            else if (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) is var from && from < clock.Now - _furthest)
            {
                refusal = "The startTimestamp must not be more than 214 days back.";
            }
            else
            {
                return new Timeframe(from);
            }
        }
        else if (relative is not "" && !_relative.ContainsKey(relative))
        {
            refusal = $"The relativeTime '{relative}' must be one of {string.Join(", ", _relative.Keys)}.";
        }

        return refusal is null ? new Timeframe(clock.Now - clock.Scaled(_relative.GetValueOrDefault(relative, _usual))) : null;
    }
}
