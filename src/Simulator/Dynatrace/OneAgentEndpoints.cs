using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Dynatrace;

/// <summary>
/// Lists hosts with a OneAgent, page by page.
/// https://docs.dynatrace.com/managed/dynatrace-api/environment-api/oneagent-on-a-host/get-all-hosts-with-oneagents
/// </summary>
internal sealed class OneAgentEndpoints(WorldState world)
{
    private const string FullPage = "oneagents";
    private const string EmptyPage = "nothing";

    public void Map(IEndpointRouteBuilder routes) => routes.MapDynatrace(world, "GET", "/api/v1/oneagents", CallName.OneAgents, ListAsync);

    private Task ListAsync(HttpContext context, TenantEnvironment environment)
    {
        IQueryCollection query = context.Request.Query;
        if (!TryReadKey(query["nextPageKey"].ToString(), OtherParameters(query), out int from, out bool isEmpty))
        {
            return DynatraceError.WriteAsync(context, 400, "The nextPageKey is not valid, or another parameter is not what it was for the"
                + " first page.");
        }

        if (Timeframe.Read(query, world.Clock, out string? refusal) is not { } timeframe)
        {
            return DynatraceError.WriteAsync(context, 400, refusal!);
        }

        List<AgentRecord> all;
        lock (world.Sync)
        {
            all = [.. Agents(environment)
                .Where(a => a.LastSeen is not { } seen || seen >= timeframe.From)
                .Where(a => Matches(query, "osType", a.OsType) && Matches(query, "networkZoneId", a.Zone.Name)
                    && Matches(query, "availabilityState", a.State))
                .Where(a => Matches(query, "entity", a.EntityId) && Matches(query, "activeGateId", a.Gate?.Id ?? "DIRECT_COMMUNICATION"))
                .OrderBy(static a => a.EntityId, StringComparer.Ordinal)];
        }

        int size = isEmpty ? 0 : world.PageSize; // "there might be another page of results even if the current page is empty"
        JsonArray hosts = [.. all.Skip(from).Take(size).Select(static a => a.ToJson())];
        return Answer.JsonAsync(context, 200, new JsonObject
        {
            ["nextPageKey"] =
                from + size < all.Count ? WriteKey(from + size, OtherParameters(query), environment.HasEmptyPages && !isEmpty) : null,
            ["hosts"] = hosts,
            ["percentageOfEnvironmentSearched"] = 100.0,
        });
    }

    private IEnumerable<AgentRecord> Agents(TenantEnvironment environment) =>
    [
        .. world.Machines.Where(m => m.Agent is { IsUnlisted: false } agent && agent.Environment == environment)
            .Select(static m => AgentRecord.Of(m.Agent!, m.IsOn)),
        .. world.Operated.Where(a => a.Environment == environment).Select(AgentRecord.Of),
        .. world.Detached.Where(a => a.Environment == environment).Select(AgentRecord.Of),
        .. world.Silent.Where(a => a.Environment == environment).Select(AgentRecord.Of),
    ];

    private static bool Matches(IQueryCollection query, string key, string value)
        => query[key] is not { Count: > 0 } wanted || wanted.Contains(value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the parameters that must stay the same from page to page.</summary>
    private static string OtherParameters(IQueryCollection query)
        => string.Join(
            '&',
            query.Where(static parameter => parameter.Key is not "nextPageKey")
                .OrderBy(static parameter => parameter.Key, StringComparer.Ordinal)
                .Select(static parameter => $"{parameter.Key}={parameter.Value}"));

    private static string WriteKey(int from, string parameters, bool isEmpty)
        => Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"{(isEmpty ? EmptyPage : FullPage)}|{from.ToString(CultureInfo.InvariantCulture)}|{parameters}"));

    private static bool TryReadKey(string key, string parameters, out int from, out bool isEmpty)
    {
        (from, isEmpty) = (0, false);
        if (key is "")
        {
            return true;
        }

        byte[] bytes = new byte[key.Length];
        string[] parts = Convert.TryFromBase64String(key, bytes, out int length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split('|', 3)
            : [];
        isEmpty = parts is [EmptyPage, ..];
        return parts is [FullPage or EmptyPage, var number, var before]
            && before == parameters
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out from);
    }
}
