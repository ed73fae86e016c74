using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

public sealed class InventoryTests
{
    [Fact]
    public async Task Twelve_machines_are_the_documented_fleet()
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 12);

        IReadOnlyList<JsonNode> rows = await RunCommands.RowsAsync(world);

        Assert.Equal(12, rows.Count);
        Assert.Equal(2, rows.Select(static r => (string)r["subscriptionId"]!).Distinct().Count());
        Assert.Equal(2, rows.Select(static r => (string)r["location"]!).Distinct().Count());
        Assert.Equal(
            ["Connected", "PowerState/deallocated", "PowerState/running"],
            rows.Select(static r => (string)r["state"]!).Distinct().Order());
        Assert.All(rows, static r => Assert.Equal((string)r["kind"]! is "arc", ((string)r["state"]!)[0] is 'C'));
        Assert.Equal(3, world.Snapshot().Machines.Count(static m => m.Components[0].Component is "activegate"));
        Assert.Equal(9, world.Snapshot().Machines.Count(static m => m.Components[0].Component is "oneagent"));
    }

    [Fact]
    public async Task Resource_Graph_pages_and_filters_by_subscription()
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 12);
        IReadOnlyList<JsonNode> all = await RunCommands.RowsAsync(world);
        string subscription = (string)all[0]["subscriptionId"]!;

        List<string> names = [];
        string? skipToken = null;
        do
        {
            JsonObject body = new()
            {
                ["query"] = Inventory.Machines,
                ["subscriptions"] = new JsonArray(subscription),
                ["options"] = new JsonObject { ["$top"] = 4, ["$skipToken"] = skipToken },
            };
            (_, JsonNode? page) = await world.ArmAsync(
                HttpMethod.Post,
                "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
                body);
            names.AddRange(page!["data"]!.AsArray().Select(static r => (string)r!["name"]!));
            skipToken = (string?)page["$skipToken"];
            Assert.Equal(skipToken is null ? "false" : "true", (string)page["resultTruncated"]!);
            Assert.Equal(6, (int)page["totalRecords"]!);
        }
        while (skipToken is not null);

        Assert.Equal(
            all.Where(r => (string)r["subscriptionId"]! == subscription).Select(static r => (string)r["name"]!).Order(),
            names.Order());
    }

    [Fact]
    public async Task Dynatrace_lists_every_agent_over_several_pages_and_one_that_Azure_does_not_know()
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 12);
        string[] machines = [.. (await RunCommands.RowsAsync(world)).Select(static r => (string)r["name"]!)];

        IReadOnlyList<JsonNode> agents = await AgentsAsync(world);

        Assert.Equal(10, agents.Count);
        JsonNode silent = Assert.Single(agents, a => !machines.Contains(Name(a)));
        Assert.Equal("LOST", (string)silent["availabilityState"]!);
        Assert.False((bool)silent["active"]!);
        string off = world.Snapshot().Machines.Single(static m => m.PowerState is "PowerState/deallocated").Name;
        Assert.All(
            agents.Where(a => a != silent && Name(a) != off),
            static a => Assert.Equal("MONITORED", (string)a["availabilityState"]!));
        Assert.All(agents.Where(a => a != silent && Name(a) != off), static a => Assert.Single(a["currentActiveGateIds"]!.AsArray()));
        Assert.Equal("SHUTDOWN", (string)agents.Single(a => Name(a) == off)["availabilityState"]!);
    }

    [Fact]
    public async Task A_host_that_is_off_for_more_than_72_hours_is_listed_only_to_those_who_look_further_back()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 12);
        string off = world.FirstWith("oneagent");
        world.World.Plant(new Fault(FaultKind.MachineOff) { Machine = off, Hours = 240 });

        Assert.DoesNotContain(await AgentsAsync(world), a => Name(a) == off);
        Assert.DoesNotContain(await AgentsAsync(world, parameters: "relativeTime=week"), a => Name(a) == off);
        Assert.Single(await AgentsAsync(world, parameters: "relativeTime=month"), a => Name(a) == off);
        JsonNode listed = Assert.Single(await AgentsAsync(world, parameters: $"startTimestamp={DaysAgo(213)}"), a => Name(a) == off);
        DateTimeOffset seen = DateTimeOffset.FromUnixTimeMilliseconds((long)listed["hostInfo"]!["lastSeenTimestamp"]!);
        Assert.InRange(
            TimeProvider.System.GetUtcNow() - seen,
            TimeSpan.FromDays(10) * 0.001,
            TimeSpan.FromDays(10) * 0.001 + TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData("startTimestamp={215}", "214 days")]
    [InlineData("startTimestamp={-1}", "in the past")]
    [InlineData("startTimestamp=yesterday", "in the past")]
    [InlineData("relativeTime=year", "3days, week, month")]
    [InlineData("endTimestamp={1}", "endTimestamp")]
    public async Task A_timeframe_that_Dynatrace_does_not_know_is_refused(string parameters, string named)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        foreach (int days in new[] { 215, -1, 1 })
        {
            parameters = parameters.Replace($"{{{days}}}", DaysAgo(days), StringComparison.Ordinal);
        }

        (HttpStatusCode status, JsonNode? body) = await world.DynatraceAsync(HttpMethod.Get, $"/api/v1/oneagents?{parameters}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(named, (string)body!["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_page_of_another_timeframe_is_refused()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 12);
        (_, JsonNode? first) = await world.DynatraceAsync(HttpMethod.Get, "/api/v1/oneagents?relativeTime=month");
        string key = Uri.EscapeDataString((string)first!["nextPageKey"]!);

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await world.DynatraceAsync(HttpMethod.Get, $"/api/v1/oneagents?nextPageKey={key}")).Status);
        Assert.Equal(
            HttpStatusCode.OK,
            (await world.DynatraceAsync(HttpMethod.Get, $"/api/v1/oneagents?relativeTime=month&nextPageKey={key}")).Status);
    }

    [Fact]
    public async Task Deleted_machines_are_on_no_list_of_Azure_and_their_agents_are_silent()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 12);
        world.World.Plant(new Fault(FaultKind.DeletedMachines) { Count = 3, Hours = 24 });

        JsonNode[] gone = [.. (await AgentsAsync(world)).Where(static a => Name(a).StartsWith("scaled-", StringComparison.Ordinal))];
        Assert.Equal(3, gone.Length);
        string id = (string)gone[0]["hostInfo"]!["azureResourceId"]!;
        string list = id[..id.LastIndexOf('/')];
        List<string> existing = [];
        string? page = $"{list}?api-version=2025-04-01";
        while (page is not null)
        {
            (HttpStatusCode status, JsonNode? body) = await world.ArmAsync(HttpMethod.Get, page);
            Assert.Equal(HttpStatusCode.OK, status);
            existing.AddRange(body!["value"]!.AsArray().Select(static m => (string)m!["id"]!));
            page = (string?)body["nextLink"] is { } next ? new Uri(next).PathAndQuery : null;
        }

        IEnumerable<string> rows = (await RunCommands.RowsAsync(world))
            .Select(static r => (string)r["id"]!)
            .Where(row => row.StartsWith(list + "/", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(rows.Order(), existing.Order());
        Assert.DoesNotContain(id, existing);
    }

    [Theory]
    [InlineData("resourceGroups/nowhere", HttpStatusCode.NotFound, "ResourceGroupNotFound")]
    [InlineData("subscriptions/99999999-9999-9999-9999-999999999999", HttpStatusCode.Forbidden, "AuthorizationFailed")]
    [InlineData("", HttpStatusCode.BadRequest, "MissingApiVersionParameter")]
    public async Task A_list_of_machines_is_refused_for_what_does_not_exist_or_may_not_be_seen(
        string other,
        HttpStatusCode expected,
        string code)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string id = (string)(await RunCommands.RowsAsync(world))[0]["id"]!;
        string list = id[..id.LastIndexOf('/')];
        string path = other is ""
            ? list
            : $"{Regex.Replace(list, other[..other.IndexOf('/', StringComparison.Ordinal)] + "/[^/]+", other)}?api-version=2025-04-01";

        (HttpStatusCode status, JsonNode? body) = await world.ArmAsync(HttpMethod.Get, path);

        Assert.Equal((expected, code), (status, (string)body!["error"]!["code"]!));
    }

    [Fact]
    public async Task ActiveGates_are_listed_while_they_are_away_and_forgotten_after_two_hours()
    {
        await using TestWorld world = await TestWorld.StartAsync(timeScale: 1.0 / 3600);
        string gate = world.FirstWith("activegate");

        world.World.Plant(new Fault(FaultKind.StopServices) { Machine = gate, Component = "activegate" });

        JsonNode away = (await GatesAsync(world)).Single(g => (string)g["hostname"]! == gate);
        Assert.NotNull(away["offlineSince"]);
        JsonNode here = (await GatesAsync(world)).Single(g => (string)g["hostname"]! != gate);
        Assert.Null(here["offlineSince"]);
        Assert.Equal("ENVIRONMENT", (string)here["type"]!);
        Assert.Equal("zone-a", (string)here["networkZone"]!);
        await TestWorld.UntilAsync("it is forgotten", async () => (await GatesAsync(world)).All(g => (string)g["hostname"]! != gate));
    }

    [Fact]
    public async Task Two_environments_see_the_same_ActiveGate_and_only_one_of_them_the_agents()
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 12);

        JsonNode gate = Assert.Single(await GatesAsync(world, "sim00002"));

        Assert.Equal("ENVIRONMENT_MULTI", (string)gate["type"]!);
        Assert.Equal(["sim00001", "sim00002"], gate["environments"]!.AsArray().Select(static e => (string)e!));
        Assert.Empty(await AgentsAsync(world, "sim00002"));
        Assert.Equal(3, (await GatesAsync(world)).Count);
    }

    [Fact]
    public async Task Rejected_messages_show_up_in_the_metric()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        Assert.Equal(0, await RejectedAsync(world));
        await world.RotationAsync("start");

        world.World.Plant(new Fault(FaultKind.MoveByHand) { Machine = world.FirstWith("oneagent"), Component = "oneagent", Token = "new" });

        await TestWorld.UntilAsync("the metric rises", async () => await RejectedAsync(world) > 0);
    }

    [Fact]
    public async Task The_written_configuration_points_at_this_world()
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 12);
        string path = Path.Combine(world.Directory, "etc", "rotation.json");

        await world.World.WriteConfigurationAsync(path, TestWorld.Token);

        JsonNode file = JsonNode.Parse(await File.ReadAllTextAsync(path, TestWorld.Token))!;
        Assert.Equal(new Uri(world.World.Endpoint, "/e/sim00001").ToString(), (string)file["environments"]![0]!["apiUrl"]!);
        Assert.True(File.Exists((string)file["azure"]!["trustedCa"]!));
        Assert.Equal(2, file["fleet"]!["subscriptions"]!.AsArray().Count);
        Assert.Equal("00:00:05.0000000", (string)file["policy"]!["startSettle"]!);
        Assert.Equal("00:00:05.0000000", (string)file["policy"]!["soak"]!);
        Assert.Equal("00:00:00.2500000", (string)file["policy"]!["pollInterval"]!);
        string off = world.Snapshot().Machines.Single(static m => m.PowerState is "PowerState/deallocated").Name;
        string silent = Name((await AgentsAsync(world)).Single(static a => (string)a["availabilityState"]! is "LOST"));
        Assert.Equal(
            [$"oneagent/{off}", $"oneagent/{silent}"],
            file["approvals"]!["simulatedApprover"]!["accepts"]!.AsArray().Select(static a => (string)a!));
    }

    [Fact]
    public async Task Four_machines_have_nothing_that_must_be_accepted()
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 4);

        JsonNode file = JsonNode.Parse(world.World.RotationJson())!;

        Assert.Empty(file["approvals"]!["simulatedApprover"]!["accepts"]!.AsArray());
        Assert.Equal(
            ["activegate", "activegate", "oneagent", "oneagent"],
            world.Snapshot().Machines.Select(static m => m.Components.Single().Component).Order());
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer somebody-else", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer simulated", HttpStatusCode.OK)]
    public async Task Azure_asks_for_a_bearer_token(string? credential, HttpStatusCode expected)
    {
        await using TestWorld world = await TestWorld.StartAsync();

        (HttpStatusCode graph, _) = await world.SendAsync(
            HttpMethod.Post,
            "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
            credential,
            new JsonObject { ["query"] = "resources" });
        (HttpStatusCode vault, _) = await world.SendAsync(HttpMethod.Get, "/secrets/dynatrace-api-token?api-version=7.6", credential);

        Assert.Equal((expected, expected), (graph, vault));
    }

    [Fact]
    public async Task A_port_that_is_taken_fails_the_start_and_nothing_else()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        WorldOptions same = new() { Machines = 4, Port = world.World.Endpoint.Port, Directory = Path.Combine(world.Directory, "another") };

        await Assert.ThrowsAsync<IOException>(() => SimulatedWorld.StartAsync(same, TestWorld.Token));

        Assert.NotEmpty(await RunCommands.RowsAsync(world));
    }

    private static string Name(JsonNode agent) => (string)agent["hostInfo"]!["displayName"]!;

    private static async Task<IReadOnlyList<JsonNode>> GatesAsync(TestWorld world, string environment = "sim00001")
    {
        (HttpStatusCode status, JsonNode? body) = await world.DynatraceAsync(HttpMethod.Get, "/api/v2/activeGates", environment);
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. body!["activeGates"]!.AsArray().Select(static g => g!)];
    }

    private static string DaysAgo(int days)
        => TimeProvider.System.GetUtcNow().AddDays(-days).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<JsonNode>> AgentsAsync(TestWorld world, string environment = "sim00001", string parameters = "")
    {
        List<JsonNode> agents = [];
        string? key = null;
        do
        {
            (HttpStatusCode status, JsonNode? body) = await world.DynatraceAsync(
                HttpMethod.Get,
                $"/api/v1/oneagents?{parameters}" + (key is null ? "" : $"&nextPageKey={Uri.EscapeDataString(key)}"),
                environment);
            Assert.Equal(HttpStatusCode.OK, status);
            agents.AddRange(body!["hosts"]!.AsArray().Select(static a => a!));
            key = (string?)body["nextPageKey"];
        }
        while (key is not null);
        return agents;
    }

    private static async Task<double> RejectedAsync(TestWorld world)
    {
        (HttpStatusCode status, JsonNode? body) = await world.DynatraceAsync(
            HttpMethod.Get,
            "/api/v2/metrics/query?metricSelector=dsfm:active_gate.communication.messages.rejected:splitBy():sum&from=now-5m&"
                + "resolution=1m");
        Assert.Equal(HttpStatusCode.OK, status);
        return body!["result"]![0]!["data"]![0]!["values"]!.AsArray().Sum(static v => (double)v!);
    }
}
