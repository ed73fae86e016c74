using System.Net;
using System.Text.Json.Nodes;

namespace TenantTokens.Simulator.Tests.Infrastructure;

/// <summary>What Azure and Dynatrace list.</summary>
public static class Inventory
{
    public static async Task<IReadOnlyList<JsonNode>> GatesAsync(this TestWorld world)
    {
        (HttpStatusCode status, JsonNode? body) = await world.DynatraceAsync(HttpMethod.Get, "/api/v2/activeGates");
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. body!["activeGates"]!.AsArray().Select(static g => g!)];
    }

    /// <summary>Every page of the OneAgents.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<JsonNode>>> AgentPagesAsync(this TestWorld world)
    {
        List<IReadOnlyList<JsonNode>> pages = [];
        string? key = null;
        do
        {
            (HttpStatusCode status, JsonNode? body) = await world.DynatraceAsync(
                HttpMethod.Get,
                "/api/v1/oneagents" + (key is null ? "" : $"?nextPageKey={Uri.EscapeDataString(key)}"));
            Assert.Equal(HttpStatusCode.OK, status);
            pages.Add([.. body!["hosts"]!.AsArray().Select(static a => a!)]);
            key = (string?)body["nextPageKey"];
        }
        while (key is not null);
        return pages;
    }

    public static async Task<IReadOnlyList<JsonNode>> AgentsAsync(this TestWorld world)
        => [.. (await world.AgentPagesAsync()).SelectMany(static p => p)];

    /// <summary>The machines, with the columns that the tests look at.</summary>
    public const string Machines = """
        resources
        | where type in~ ('microsoft.compute/virtualmachines', 'microsoft.hybridcompute/machines')
        | extend isArc = type =~ 'microsoft.hybridcompute/machines'
        | project id, name, kind = iff(isArc, 'arc', 'vm'), subscriptionId, resourceGroup, location, tags,
                  osType = tolower(iff(isArc, tostring(properties.osType), tostring(properties.storageProfile.osDisk.osType))),
                  state = iff(isArc, tostring(properties.status), tostring(properties.extended.instanceView.powerState.code)),
                  computerName = tostring(properties.osProfile.computerName), vmId = tostring(properties.vmId),
                  agent = iff(isArc, tostring(properties.agentVersion), ''),
                  arcMode = tostring(properties.agentConfiguration.configMode),
                  arcExtensions = tostring(properties.agentConfiguration.extensionsEnabled),
                  arcAllowList = tostring(properties.agentConfiguration.extensionsAllowList),
                  arcBlockList = tostring(properties.agentConfiguration.extensionsBlockList)
        | order by id asc
        """;

    public static async Task<IReadOnlyList<JsonNode>> QueryAsync(this TestWorld world, string query)
    {
        (HttpStatusCode status, JsonNode? body) = await world.ArmAsync(
            HttpMethod.Post,
            "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
            new JsonObject { ["query"] = query });
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. body!["data"]!.AsArray().Select(static r => r!)];
    }

    public static string HostName(this JsonNode agent) => (string)agent["hostInfo"]!["localHostName"]!;
}
