using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

/// <summary>What Dynatrace shows of ActiveGates and OneAgents that are away, or refuse a token.</summary>
public sealed class AgentConditionTests
{
    [Fact]
    public async Task An_ActiveGate_with_the_new_token_can_reject_the_old_one()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string[] gates =
        [
            .. world.Snapshot().Machines.Where(static m => m.Components[0].Component is "activegate").Select(static m => m.Name),
        ];
        (HostCommands first, _) = await HostCommands.StartAsync(world, gates[0], world.FirstWith("oneagent"));
        await first.ApplyAsync(1);
        Assert.Equal(0, world.Snapshot().Heartbeats.Rejected);

        world.World.Plant(new Fault(FaultKind.GateRejectsOld) { Machine = gates[0] });

        await TestWorld.UntilAsync("agents are rejected", () => world.Snapshot().Heartbeats.Rejected > 0);
    }

    [Fact]
    public async Task An_ActiveGate_that_was_away_for_long_is_not_listed_until_it_is_back()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string gate = world.FirstWith("activegate");

        world.World.Plant(new Fault(FaultKind.GateOffline) { Machine = gate });
        Assert.DoesNotContain(await world.GatesAsync(), g => (string)g["hostname"]! == gate);

        world.World.Plant(new Fault(FaultKind.StartServices) { Machine = gate, Component = "activegate" });
        await TestWorld.UntilAsync(
            "it is back",
            async () => (await world.GatesAsync()).Any(g => (string)g["hostname"]! == gate && g["offlineSince"] is null));
    }

    [Fact]
    public async Task An_ActiveGate_that_was_away_for_an_hour_is_listed_as_offline()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(timeScale: 1.0 / 60);
        string gate = world.FirstWith("activegate");

        world.World.Plant(new Fault(FaultKind.GateOffline) { Machine = gate, Hours = 1 });

        Assert.NotNull((await world.GatesAsync()).Single(g => (string)g["hostname"]! == gate)["offlineSince"]);
    }

    [Fact]
    public async Task Agents_of_a_zone_can_drop_out_and_come_back()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 12);
        Assert.Equal(0, await AwayAsync());

        world.World.Plant(new Fault(FaultKind.StopServices) { Zone = "zone-b", Component = "oneagent", Percent = 50 });
        int away = await AwayAsync();
        Assert.True(away > 0);
        Assert.All(
            (await world.AgentsAsync()).Where(static a => (string)a["availabilityState"]! is "UNMONITORED"),
            static a => Assert.Equal("zone-b", (string)a["hostInfo"]!["networkZoneId"]!));

        world.World.Plant(new Fault(FaultKind.StartServices) { Zone = "zone-b", Component = "oneagent", Percent = 50 });
        await TestWorld.UntilAsync("they are back", async () => await AwayAsync() is 0);

        async Task<int> AwayAsync()
            => (await world.AgentsAsync()).Count(static a => (string)a["availabilityState"]! is "UNMONITORED" or "PRE_MONITORED");
    }

    [Fact]
    public async Task Pages_can_be_empty_and_not_the_last_ones()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 12);
        Assert.Equal([5, 5], (await world.AgentPagesAsync()).Select(static p => p.Count));

        world.World.Plant(new Fault(FaultKind.EmptyPages));

        Assert.Equal([5, 0, 5], (await world.AgentPagesAsync()).Select(static p => p.Count));
    }
}
