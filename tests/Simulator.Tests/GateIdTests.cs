using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

/// <summary>ActiveGates that the cluster knows under a new id.</summary>
public sealed class GateIdTests
{
    [Theory]
    [InlineData("now")]
    [InlineData(null)]
    public async Task An_ActiveGate_gets_a_new_id_and_the_one_before_stays_listed_as_offline(string? when)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string gate = world.FirstWith("activegate");
        string before = (string)Assert.Single(await EntriesAsync(world, gate))["id"]!;

        world.World.Plant(new Fault(FaultKind.GateNewId) { Machine = gate, When = when });
        Assert.Equal(when is null ? 1 : 2, (await EntriesAsync(world, gate)).Count);
        world.World.Plant(new Fault(FaultKind.StopServices) { Machine = gate, Component = "activegate" });
        world.World.Plant(new Fault(FaultKind.StartServices) { Machine = gate, Component = "activegate" });

        await TestWorld.UntilAsync(
            "it is online again",
            async () => (await EntriesAsync(world, gate)).Any(static entry => entry["offlineSince"] is null));
        IReadOnlyList<JsonNode> entries = await EntriesAsync(world, gate);
        Assert.Equal(2, entries.Count);
        Assert.NotNull(entries.Single(entry => (string)entry["id"]! == before)["offlineSince"]);
        Assert.Equal(HttpStatusCode.OK, (await world.DynatraceAsync(HttpMethod.Get, $"/api/v2/activeGates/{before}")).Status);
        Assert.Equal(entries[0]["networkAddresses"]!.ToJsonString(), entries[1]["networkAddresses"]!.ToJsonString());
    }

    private static async Task<IReadOnlyList<JsonNode>> EntriesAsync(TestWorld world, string gate)
        => [.. (await world.GatesAsync()).Where(entry => (string)entry["hostname"]! == gate)];
}
