using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

public sealed class ModelTests
{
    [Fact]
    public async Task The_fleet_of_a_seed_is_the_same_for_models_and_trees()
    {
        await using TestWorld trees = await TestWorld.StartAsync(machines: 12, seed: 3);
        await using TestWorld models = await TestWorld.StartModelsAsync(machines: 12, seed: 3);

        Assert.Equal(await FleetAsync(trees), await FleetAsync(models));
        Assert.False(Directory.Exists(models.Tree("")));

        static async Task<string[]> FleetAsync(TestWorld world)
        {
            IEnumerable<string> rows = (await RunCommands.RowsAsync(world)).Select(static r => r.ToJsonString());
            return
            [
                .. rows,
                .. world.Snapshot().Machines.Select(static m =>
                {
                    IEnumerable<string> components = m.Components.Select(
                        static c => $"{c.Component} {c.Loaded} {string.Join(',', c.Services.Select(static s => s.State))}");
                    return $"{m.Name} {m.PowerState} {string.Join(' ', components)}";
                }),
            ];
        }
    }

    [Fact]
    public async Task A_killed_script_leaves_its_services_to_the_guard()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        (string gate, string agent) = (world.FirstWith("activegate"), world.FirstWith("oneagent"));
        (HostCommands commands, _) = await HostCommands.StartAsync(world, gate, agent);
        world.World.Plant(new Fault(FaultKind.ScriptKilledAfterStop) { Machine = gate });

        HostAnswer killed = await commands.ApplyAsync(1, more: HostCommands.EarlyGuard);

        Assert.Null(killed.Report);
        Assert.Equal(-1, killed.ExitCode);
        Assert.Equal("unfinished-change", (await commands.ProbeAsync()).Code);
        await TestWorld.UntilAsync(
            "the guard starts everything",
            () => world.Machine(gate).Components[0].Services.All(static s => s.State is "active"));
        Assert.Equal("rotated", (await commands.ApplyAsync(1)).Outcome);
        Assert.Equal("ok", (await commands.ProbeAsync()).Code);
    }

    [Fact]
    public async Task A_process_from_before_the_change_is_stale_and_one_from_after_it_is_not()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        (string gate, string agent) = (world.FirstWith("activegate"), world.FirstWith("oneagent"));
        (HostCommands gates, HostCommands commands) = await HostCommands.StartAsync(world, gate, agent);
        await gates.ApplyAsync(1);
        world.World.Plant(new Fault(FaultKind.InjectedProcess) { Machine = agent });
        Assert.Equal(0, (int)(await commands.ProbeAsync()).Report!["stale"]!["count"]!);

        HostAnswer rotated = await commands.ApplyAsync(1);
        world.World.Plant(new Fault(FaultKind.InjectedProcess) { Machine = agent });
        HostAnswer probed = await commands.ProbeAsync();

        Assert.Equal("""{"count":1,"names":["java"]}""", rotated.Report!["stale"]!.ToJsonString());
        Assert.Equal("""{"count":1,"names":["java"]}""", probed.Report!["stale"]!.ToJsonString());
    }

    [Theory]
    [InlineData(7200)]
    [InlineData(-7200)]
    public async Task A_wrong_clock_shows_in_the_probe_and_decides_what_is_too_late(int skew)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        (string gate, string agent) = (world.FirstWith("activegate"), world.FirstWith("oneagent"));
        (HostCommands commands, _) = await HostCommands.StartAsync(world, gate, agent);
        world.World.Plant(new Fault(FaultKind.ClockSkew) { Machine = gate, SkewSeconds = skew });
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        long clock = (await commands.ProbeAsync()).Clock;
        HostAnswer late = await commands.ApplyAsync(1, notAfter: now + skew - 60);
        HostAnswer good = await commands.ApplyAsync(1, notAfter: now + skew + 60);

        Assert.InRange(clock, now + skew, now + skew + 30);
        Assert.Equal("not-after-passed", late.Code);
        Assert.Equal("rotated", good.Outcome);
    }

    [Fact]
    public async Task A_clock_can_jump_between_two_commands()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        (string gate, string agent) = (world.FirstWith("activegate"), world.FirstWith("oneagent"));
        (HostCommands commands, _) = await HostCommands.StartAsync(world, gate, agent);
        world.World.Plant(new Fault(FaultKind.ClockSkew) { Machine = gate, SkewSeconds = 3600, Nth = 2 });
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        Assert.InRange((await commands.ProbeAsync()).Clock, now, now + 30);
        Assert.InRange((await commands.ProbeAsync()).Clock, now + 3600, now + 3630);
    }

    [Fact]
    public async Task The_clock_of_a_real_script_cannot_be_wrong()
    {
        await using TestWorld world = await TestWorld.StartAsync();

        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => world.World.Plant(new Fault(FaultKind.ClockSkew) { Machine = world.FirstWith("oneagent"), SkewSeconds = 7200 }));

        Assert.Contains("needs a world of models", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_goes_down_kills_its_script_and_comes_back_running()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(timeScale: 0.05);
        (string gate, string agent) = (world.FirstWith("activegate", "arc"), world.FirstWith("oneagent"));
        (HostCommands commands, _) = await HostCommands.StartAsync(world, gate, agent);
        Task<HostAnswer> apply = commands.ApplyAsync(1);
        await TestWorld.UntilAsync(
            "it stops the services",
            () => world.Machine(gate).Components[0].Services.Any(static s => s.State is not "active"));

        world.World.Plant(new Fault(FaultKind.MachineOff) { Machine = gate, DurationSeconds = 2 });

        Assert.All(world.Machine(gate).Components[0].Services, static s => Assert.Equal("inactive", s.State));
        Assert.Equal(-1, (await apply).ExitCode);
        Assert.All(world.Machine(gate).Components[0].Services, static s => Assert.Equal("active", s.State));
    }

    [Fact]
    public async Task Thousands_of_models_are_listed_in_pages_as_large_as_the_real_ones()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 3000);

        IReadOnlyList<int> pages = [.. (await world.AgentPagesAsync()).Select(static p => p.Count)];

        Assert.Equal([500, 500, 500, 500, 500, 493], pages);
        await TestWorld.UntilAsync("all of them sent something", () => world.Snapshot().Heartbeats.Accepted > 3000);
        Assert.Equal((0, 0), (world.Snapshot().Heartbeats.Rejected, world.Snapshot().Heartbeats.Undelivered));
    }

    [Theory]
    [InlineData(true, 20_001)]
    [InlineData(false, 2_001)]
    [InlineData(true, 3)]
    public async Task A_world_of_a_size_that_is_not_allowed_is_refused(bool models, int machines)
    {
        WorldOptions options = new() { Machines = machines, Models = models, Directory = Path.Combine(Path.GetTempPath(), "never-made") };

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SimulatedWorld.StartAsync(options, TestWorld.Token));

        Assert.False(Directory.Exists(options.Directory));
    }

    [Theory]
    [InlineData(true, 0.001, "00:00:03.0000000", "00:00:08.0000000", "00:00:00.0150000")]
    [InlineData(false, 0.001, "00:00:30.0000000", "00:00:30.0000000", "00:00:00.0150000")]
    [InlineData(false, 0.1, "00:01:00.0000000", "00:01:30.0000000", "00:00:01.5000000")]
    public async Task The_written_policy_gives_scripts_the_time_that_they_need_on_a_busy_computer(
        bool models,
        double timeScale,
        string timeout,
        string window,
        string poll)
    {
        await using TestWorld world = await TestWorld.StartAsync(timeScale: timeScale, models: models);

        JsonNode policy = JsonNode.Parse(world.World.RotationJson())!["policy"]!;

        Assert.Equal(
            (timeout, window, poll),
            ((string)policy["commandTimeout"]!, (string)policy["commandWindow"]!, (string)policy["pollInterval"]!));

        // Real scripts run a few at a time, or none of them ends in time; models need no such limit.
        int? atOnce = models ? null : 4 * Environment.ProcessorCount;
        Assert.Equal((atOnce, atOnce), ((int?)policy["maxInFlight"], (int?)policy["maxInFlightPerLane"]));
    }
}
