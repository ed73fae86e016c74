using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

/// <summary>The queries of fleets are evaluated, and what Resource Graph would refuse is refused.</summary>
public sealed class ResourceGraphTests
{
    [Theory]
    [InlineData("where type =~ 'Microsoft.Compute/virtualMachines'", "vm")]
    [InlineData("where type == 'microsoft.hybridcompute/machines'", "arc")]
    [InlineData("where type == 'Microsoft.HybridCompute/machines'", "")]
    [InlineData("where type in~ ('MICROSOFT.COMPUTE/VIRTUALMACHINES', 'none')", "vm")]
    [InlineData("where type !in ('microsoft.compute/virtualmachines')", "arc")]
    [InlineData("where properties.status =~ 'connected' or type startswith 'nothing'", "arc")]
    [InlineData("where isnotempty(properties.storageProfile.osDisk.osType) and not(type has 'hybrid')", "vm")]
    [InlineData("where tostring(tags['dynatrace-rotation']) =~ 'enabled' // all of them", "arc vm")]
    [InlineData("where tags['ring'] == '0'", "")]
    [InlineData("extend arc = type has 'hybrid' | where arc == true", "arc")]
    public async Task A_where_clause_decides_which_rows_there_are(string where, string kinds)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 12);
        IReadOnlyList<JsonNode> rows = await world.QueryAsync(
            $"resources | {where}\n| project id, kind = iff(type has 'hybrid', 'arc', 'vm')");
        Assert.Equal(kinds, string.Join(' ', rows.Select(static row => (string)row["kind"]!).Distinct().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_project_clause_decides_which_columns_there_are()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        IReadOnlyList<JsonNode> rows = await world.QueryAsync("""
            resources
            | project id, name, computer = coalesce(tostring(properties.nothing.like.this), tostring(properties.osProfile.computerName), name), upper = toupper(name), none = properties.nothing
            | order by name desc
            """);

        Assert.All(
            rows,
            static row => Assert.Equal(
                ["computer", "id", "name", "none", "upper"],
                row.AsObject().Select(static column => column.Key).Order(StringComparer.Ordinal)));
        Assert.All(
            rows,
            static row => Assert.Equal(
                ((string)row["name"]!, ((string)row["name"]!).ToUpperInvariant(), null),
                ((string)row["computer"]!, (string)row["upper"]!, row["none"])));
        Assert.Equal(
            rows.Select(static row => (string)row["name"]!).OrderDescending(StringComparer.Ordinal),
            rows.Select(static row => (string)row["name"]!));
    }

    [Theory]
    [InlineData("resources | where powerState == 'x'", "SemanticFailure: Failed to resolve scalar expression named 'powerState'")]
    [InlineData("resources | project id | where name == 'x'", "'name'")]
    [InlineData("resources | project id, computerName", "'computerName'")]
    [InlineData("resources | extend a = name, b = a", "'a'")]
    [InlineData("machines | project id", "Table machines is invalid")]
    [InlineData("resources | project id, x = parse_json(name)", "Unknown function: 'parse_json'")]
    [InlineData("resources | project id, x = iff(name)", "expects 3")]
    [InlineData("resources | summarize count()", "'summarize'")]
    [InlineData("resources | where", "ParserFailure: The query ends too early")]
    [InlineData("resources | where (name == 'a'", "')' is missing")]
    [InlineData("resources | where name == 'a", "ParserFailure: A recognition error occurred at '''")]
    [InlineData("resources where name == 'a'", "'|' is missing")]
    [InlineData("resources | project tolower(name)", "needs a name of its own")]
    public async Task A_query_that_names_what_there_is_not_is_refused(string query, string named)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();

        (HttpStatusCode status, JsonNode? body) = await world.ArmAsync(
            HttpMethod.Post,
            "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
            new JsonObject { ["query"] = query });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(named, (string)body!["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_id_there_is_no_second_page()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        JsonNode page = await PageAsync(world, "resources | project name");
        Assert.Equal(("true", null), ((string)page["resultTruncated"]!, page["$skipToken"]));
        Assert.NotNull((await PageAsync(world, "resources | project id"))["$skipToken"]);
    }

    [Fact]
    public async Task Azure_can_leave_out_the_power_state_of_a_VM_and_the_operating_system_of_an_Arc_machine()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 12);
        string vm = world.FirstWith("oneagent", "vm");
        string arc = world.FirstWith("oneagent", "arc");

        world.World.Plant(new Fault(FaultKind.PowerStateMissing) { Machine = vm });
        world.World.Plant(new Fault(FaultKind.OsTypeMissing) { Machine = arc });

        IReadOnlyList<JsonNode> rows = await RunCommands.RowsAsync(world);
        Assert.Equal("", (string)rows.Single(row => (string)row["name"]! == vm)["state"]!);
        Assert.Equal("", (string)rows.Single(row => (string)row["name"]! == arc)["osType"]!);
        Assert.Equal(10, rows.Count(static row => (string)row["state"]! is not "" && (string)row["osType"]! is not ""));
        Assert.Throws<ArgumentException>(() => world.World.Plant(new Fault(FaultKind.PowerStateMissing) { Machine = arc }));
        Assert.Throws<ArgumentException>(() => world.World.Plant(new Fault(FaultKind.OsTypeMissing) { Machine = vm }));
        Assert.Equal(
            "linux",
            (string)Assert.Single(await world.QueryAsync($"resources | where name == '{arc}' | project id, system = properties.osName"))[
                "system"]!);
        world.World.Plant(new Fault(FaultKind.OsNameMissing) { Machine = arc });
        Assert.Null(
            Assert.Single(await world.QueryAsync($"resources | where name == '{arc}' | project id, system = properties.osName"))["system"]);
    }

    private static async Task<JsonNode> PageAsync(TestWorld world, string query)
    {
        JsonObject body = new() { ["query"] = query, ["options"] = new JsonObject { ["$top"] = 2 } };
        return (await world.ArmAsync(HttpMethod.Post, "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01", body)).Body!;
    }
}
