using System.Net;
using System.Text.Json.Nodes;

namespace TenantTokens.Simulator.Tests.Infrastructure;

/// <summary>Run commands of one machine.</summary>
public sealed class RunCommands(TestWorld world, JsonNode row)
{
    public static async Task<RunCommands> OfAsync(TestWorld world, string machine)
    {
        JsonNode row = (await RowsAsync(world)).Single(r => (string)r["name"]! == machine);
        return new RunCommands(world, row);
    }

    public static async Task<IReadOnlyList<JsonNode>> RowsAsync(TestWorld world)
    {
        (HttpStatusCode status, JsonNode? body) = await world.ArmAsync(
            HttpMethod.Post,
            "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
            new JsonObject { ["query"] = Inventory.Machines, ["options"] = new JsonObject { ["$top"] = 1000 } });
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. body!["data"]!.AsArray().Select(static r => r!)];
    }

    public JsonNode Row => row;

    public string Version { get; init; } = ((string)row["id"]!).Contains("HybridCompute", StringComparison.OrdinalIgnoreCase)
        ? "2025-01-13"
        : "2025-04-01";

    public string Path(string name) => $"{(string)row["id"]!}/runCommands/{name}?api-version={Version}&$expand=instanceView";

    public JsonObject Body(string script, int timeout = 20, JsonObject? parameters = null, JsonObject? secrets = null) => new()
    {
        ["location"] = (string)row["location"]!,
        ["properties"] = new JsonObject
        {
            ["source"] = new JsonObject { ["script"] = script },
            ["timeoutInSeconds"] = timeout,
            ["parameters"] = Pairs(parameters),
            ["protectedParameters"] = Pairs(secrets),
        },
    };

    public Task<(HttpStatusCode Status, JsonNode? Body)> PutAsync(string name, JsonObject body)
        => world.ArmAsync(HttpMethod.Put, Path(name), body);

    public Task<(HttpStatusCode Status, JsonNode? Body)> GetAsync(string name) => world.ArmAsync(HttpMethod.Get, Path(name));

    public Task<(HttpStatusCode Status, JsonNode? Body)> DeleteAsync(string name) => world.ArmAsync(HttpMethod.Delete, Path(name));

    /// <summary>Puts a script and waits for its instance view to say that it ended.</summary>
    public async Task<JsonNode> RunAsync(
        string script,
        JsonObject? parameters = null,
        JsonObject? secrets = null,
        int timeout = 20,
        string name = "test")
    {
        (HttpStatusCode status, _) = await PutAsync(name, Body(script, timeout, parameters, secrets));
        Assert.Equal(HttpStatusCode.Created, status);
        JsonNode view = null!;
        await TestWorld.UntilAsync("the run command ended", async () =>
        {
            (_, JsonNode? command) = await GetAsync(name);
            view = command!["properties"]!["instanceView"]!;
            return (string)view["executionState"]! is "Succeeded" or "Failed" or "TimedOut" or "Canceled";
        });
        return view;
    }

    private static JsonArray Pairs(JsonObject? values)
        => [.. (values ?? []).Select(static v => new JsonObject { ["name"] = v.Key, ["value"] = (string)v.Value! })];
}
