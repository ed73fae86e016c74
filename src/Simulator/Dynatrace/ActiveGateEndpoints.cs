using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Dynatrace;

/// <summary>
/// ActiveGates that are connected, or were within 2 (simulated) hours; one that has been away longer is not listed.
/// https://docs.dynatrace.com/managed/dynatrace-api/environment-api/activegates/activegate-info/get-all
/// </summary>
internal sealed class ActiveGateEndpoints(WorldState world)
{
    private static readonly TimeSpan _remembered = TimeSpan.FromHours(2);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDynatrace(world, "GET", "/api/v2/activeGates", CallName.ActiveGates, ListAsync);
        routes.MapDynatrace(world, "GET", "/api/v2/activeGates/{id}", CallName.ActiveGates, GetAsync);
    }

    private Task ListAsync(HttpContext context, TenantEnvironment environment)
    {
        IQueryCollection query = context.Request.Query;
        lock (world.Sync)
        {
            ILookup<ActiveGate?, OneAgent> connected = Connected(environment);
            JsonArray gates = [.. Known(environment)
                .Where(e => Matches(query, "hostname", e.Gate.Machine.HostName)
                    && Matches(query, "networkZone", e.Gate.Zone.Name)
                    && Matches(query, "group", e.Gate.Zone.Group))
                .Where(e => Matches(query, "online", e.OfflineSince is null ? "true" : "false"))
                .Select(e => Describe(e, environment, connected))];
            return Answer.JsonAsync(context, 200, new JsonObject { ["activeGates"] = gates });
        }
    }

    private Task GetAsync(HttpContext context, TenantEnvironment environment)
    {
        lock (world.Sync)
        {
            return Known(environment).FirstOrDefault(e => e.Id.Equals(context.Route("id"), StringComparison.OrdinalIgnoreCase)) is { } entry
                ? Answer.JsonAsync(context, 200, Describe(entry, environment, Connected(environment)))
                : DynatraceError.WriteAsync(context, 404, "ActiveGate not found.");
        }
    }

    private IEnumerable<Entry> Known(TenantEnvironment environment)
        => world.Gates.Where(g => g.Environments.Contains(environment))
            .SelectMany(g => g.FormerIds.Select(former => new Entry(g, former.Id, former.OfflineSince))
                .Append(new Entry(g, g.Id, g.OfflineSince(environment))))
            .Where(e => e.OfflineSince is not { } since || world.Clock.Now - since <= world.Clock.Scaled(_remembered));

    private static bool Matches(IQueryCollection query, string key, string value)
        => query[key].ToString() is not { Length: > 0 } wanted || value.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static JsonObject Describe(Entry entry, TenantEnvironment environment, ILookup<ActiveGate?, OneAgent> connected)
    {
        ActiveGate gate = entry.Gate;
        JsonObject json = Describe(gate, environment);
        json["id"] = entry.Id;
        json["offlineSince"] = entry.OfflineSince?.ToUnixTimeMilliseconds();
        json["connectedHosts"] = new JsonObject { ["number"] = entry.Id == gate.Id ? connected[gate].Count() : 0 };
        return json;
    }

    private static JsonObject Describe(ActiveGate gate, TenantEnvironment environment) => new()
    {
        ["id"] = gate.Id,
        ["networkAddresses"] = new JsonArray(gate.Machine.HostName, gate.Machine.Address),
        ["loadBalancerAddresses"] = new JsonArray(),
        ["osType"] = gate.Machine.IsWindows ? "WINDOWS" : "LINUX",
        ["osArchitecture"] = "X86",
        ["fipsMode"] = false,
        ["autoUpdateStatus"] = "UP2DATE",
        ["version"] = "1.315.70.20260701-101530",
        ["type"] = gate.Environments.Count > 1 ? "ENVIRONMENT_MULTI" : "ENVIRONMENT",
        ["hostname"] = gate.Machine.HostName,
        ["mainEnvironment"] = gate.Environments[0].Id,
        ["environments"] = new JsonArray([.. gate.Environments.Select(static e => JsonValue.Create(e.Id))]),
        ["autoUpdateSettings"] = new JsonObject
        {
            ["setting"] = "DISABLED",
            ["effectiveSetting"] = "DISABLED",
            ["targetVersion"] = "latest",
        },
        ["networkZone"] = gate.Zone.Name,
        ["group"] = gate.Zone.Group,
        ["containerized"] = !gate.Machine.IsInAzure,
        ["activeGateTokens"] = new JsonArray(
            new JsonObject { ["id"] = "dt0g02.SIMULATE", ["environmentId"] = environment.Id, ["state"] = "VALID" }),
        ["modules"] = new JsonArray([
            .. Modules(gate).Select(static m => new JsonObject
            {
                ["type"] = m,
                ["enabled"] = true,
                ["misconfigured"] = false,
                ["version"] = "1.315.70",
                ["attributes"] = new JsonObject(),
            }),
        ]),
    };

    private ILookup<ActiveGate?, OneAgent> Connected(TenantEnvironment environment)
        => world.Machines.Select(static m => m.Agent)
            .OfType<OneAgent>()
            .Where(a => a.IsConnected && a.Environment == environment)
            .ToLookup(static a => a.Link.Last?.Gate);

    private static IEnumerable<string> Modules(ActiveGate gate)
        => gate.Services.Count > 1 ? ["ONE_AGENT_ROUTING", "REST_API", "LOGS", "EXTENSIONS_V2"] : ["ONE_AGENT_ROUTING", "REST_API", "LOGS"];

    /// <summary>An entry of the list: an ActiveGate under its present id or an earlier one.</summary>
    private sealed record Entry(ActiveGate Gate, string Id, DateTimeOffset? OfflineSince);
}
