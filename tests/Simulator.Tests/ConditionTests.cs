using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Faults;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Tests.Infrastructure;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Tests;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("empty", 0)]
    [InlineData("null", 1)]
    public async Task A_silent_metric_is_answered_without_a_value_until_it_is_available_again(string block, int series)
    {
        const string Query = "/api/v2/metrics/query?metricSelector=dsfm:active_gate.communication.messages.rejected:splitBy()&resolution=Inf";
        await using TestWorld world = await TestWorld.StartAsync(models: true);
        world.World.Plant(new Fault(FaultKind.MetricSilent) { Block = block });

        (HttpStatusCode status, JsonNode? silent) = await world.DynatraceAsync(HttpMethod.Get, Query);
        JsonArray data = silent!["result"]![0]!["data"]!.AsArray();

        Assert.Equal((HttpStatusCode.OK, series), (status, data.Count));
        Assert.All(data, static one => Assert.All(one!["values"]!.AsArray(), Assert.Null));
        world.World.Plant(new Fault(FaultKind.MetricAvailable));
        (_, JsonNode? counted) = await world.DynatraceAsync(HttpMethod.Get, Query);
        Assert.NotNull(counted!["result"]![0]!["data"]![0]!["values"]![0]);
    }

    private const string Metric = "/api/v2/metrics/query?metricSelector=dsfm:active_gate.communication.messages.rejected:splitBy():sum&from=now-5m&resolution=1m";

    [Theory]
    [InlineData("activegate", 40, "failed")]
    [InlineData("activegate", 50, "failed")]
    [InlineData("oneagent", 40, "failed")]
    [InlineData("oneagent", 50, "failed")]
    public async Task An_apply_fails_once_as_asked(string component, int exitCode, string outcome)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string machine = world.FirstWith(component);
        (HostCommands gate, HostCommands agent) = await HostCommands.StartAsync(world, world.FirstWith("activegate"), world.FirstWith("oneagent"));
        HostCommands host = component is "activegate" ? gate : agent;
        if (component is "oneagent")
        {
            await gate.ApplyAsync(1);
        }

        world.World.Plant(new Fault(FaultKind.ApplyFails) { Machine = machine, ExitCode = exitCode });

        HostAnswer failed = await host.ApplyAsync(2, more: HostCommands.EarlyGuard);
        Assert.Equal((exitCode, outcome), (failed.ExitCode, failed.Outcome));
        await TestWorld.UntilAsync("everything runs", () => world.Machine(machine).Components[0].Services.All(static s => s.State is "active"));
        Assert.Equal("rotated", (await host.ApplyAsync(2)).Outcome);
    }

    [Fact]
    public async Task A_real_script_fails_in_the_same_way()
    {
        await using TestWorld world = await TestWorld.StartAsync(timeScale: 1.0 / 600);
        string gate = world.FirstWith("activegate");
        (HostCommands commands, _) = await HostCommands.StartAsync(world, gate, world.FirstWith("oneagent"));
        world.World.Plant(new Fault(FaultKind.ApplyFails) { Machine = gate, Times = 2 });

        Assert.Equal(40, (await commands.ApplyAsync(1)).ExitCode);
        Assert.Equal(40, (await commands.ApplyAsync(1)).ExitCode);
        Assert.Equal(0, (await commands.ApplyAsync(1)).ExitCode);
    }

    [Fact]
    public async Task A_share_of_the_machines_is_chosen_by_the_seed()
    {
        string[] chosen = await OffAsync();

        Assert.Equal(6, chosen.Length); // 10 % of the 52 that have a OneAgent and of which one is off, rounded up
        Assert.Equal(chosen, await OffAsync());

        static async Task<string[]> OffAsync()
        {
            await using TestWorld world = await TestWorld.StartModelsAsync(machines: 60, seed: 5);
            string[] before = Off(world);
            world.World.Plant(new Fault(FaultKind.MachineOff) { Percent = 10, Component = "oneagent" });
            return [.. Off(world).Except(before)];
        }

        static string[] Off(TestWorld world) => [.. world.Snapshot().Machines.Where(static m => m.PowerState is "Disconnected" or "PowerState/deallocated").Select(static m => m.Name)];
    }

    [Theory]
    [InlineData("""{"kind":"machine-off"}""", "count, or a percent")]
    [InlineData("""{"kind":"machine-off","percent":101}""", "count, or a percent")]
    [InlineData("""{"kind":"machine-off","count":0}""", "1 or more")]
    [InlineData("""{"kind":"machine-off","count":5}""", "fits only 4")]
    [InlineData("""{"kind":"machine-off","percent":10,"zone":"zone-x"}""", "zone-a")]
    [InlineData("""{"kind":"machine-off","count":1,"afterSeconds":0}""", "more than 0")]
    [InlineData("""{"kind":"apply-fails","count":1,"exitCode":30}""", "40, 50")]
    [InlineData("""{"kind":"clock-skew","count":1}""", "skewSeconds")]
    [InlineData("""{"kind":"metric-unavailable","status":500}""", "400, 403, 404")]
    [InlineData("""{"kind":"machines-join","token":"other"}""", "new, old")]
    [InlineData("""{"kind":"gate-offline","machine":"gate-01","hours":-1}""", "more than 0")]
    [InlineData("""{"kind":"tag","count":1,"tag":"ring"}""", "name=value")]
    [InlineData("""{"kind":"arc-agent","machine":"gate-01"}""", "is a VM")]
    [InlineData("""{"kind":"arc-disconnected","machine":"gate-01"}""", "is a VM")]
    [InlineData("""{"kind":"arc-agent","machine":"gate-02","block":"hope"}""", "monitor")]
    public async Task A_fault_that_makes_no_sense_is_refused_with_what_is_allowed(string fault, string says)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();

        (HttpStatusCode status, JsonNode? body) = await world.SendAsync(HttpMethod.Post, "/world/faults", null, JsonNode.Parse(fault));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(says, (string)body!["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_can_happen_later_and_end_by_itself()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(timeScale: 0.01);
        string machine = world.FirstWith("oneagent");

        world.World.Plant(new Fault(FaultKind.MachineOff) { Machine = machine, AfterSeconds = 20, DurationSeconds = 20 });

        Assert.Equal("active", world.Machine(machine).Components[0].Services[0].State);
        await TestWorld.UntilAsync("it is off", () => world.Machine(machine).Components[0].Services[0].State is "inactive");
        await TestWorld.UntilAsync("it is back", () => world.Machine(machine).Components[0].Services[0].State is "active");
    }

    [Fact]
    public async Task An_ActiveGate_with_the_new_token_can_reject_the_old_one()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string[] gates = [.. world.Snapshot().Machines.Where(static m => m.Components[0].Component is "activegate").Select(static m => m.Name)];
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
        await TestWorld.UntilAsync("it is back", async () => (await world.GatesAsync()).Any(g => (string)g["hostname"]! == gate && g["offlineSince"] is null));
    }

    [Fact]
    public async Task An_ActiveGate_that_was_away_for_an_hour_is_listed_as_offline()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(timeScale: 1.0 / 60);
        string gate = world.FirstWith("activegate");

        world.World.Plant(new Fault(FaultKind.GateOffline) { Machine = gate, Hours = 1 });

        Assert.NotNull((await world.GatesAsync()).Single(g => (string)g["hostname"]! == gate)["offlineSince"]);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.NotFound)]
    [InlineData(403, HttpStatusCode.Forbidden)]
    [InlineData(400, HttpStatusCode.BadRequest)]
    public async Task The_metric_can_be_unavailable_and_come_back(int? status, HttpStatusCode expected)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();

        world.World.Plant(new Fault(FaultKind.MetricUnavailable) { Status = status });
        Assert.Equal(expected, (await world.DynatraceAsync(HttpMethod.Get, Metric)).Status);
        Assert.Equal(expected, (await world.DynatraceAsync(HttpMethod.Get, Metric)).Status);

        world.World.Plant(new Fault(FaultKind.MetricAvailable));
        Assert.Equal(HttpStatusCode.OK, (await world.DynatraceAsync(HttpMethod.Get, Metric)).Status);
    }

    [Fact]
    public async Task Rejected_messages_of_strangers_show_in_the_metric_and_are_no_loss_of_ours()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();

        world.World.Plant(new Fault(FaultKind.RejectedMessages) { Machine = world.FirstWith("activegate"), Count = 7 });

        (_, JsonNode? body) = await world.DynatraceAsync(HttpMethod.Get, Metric);
        Assert.Equal(7, body!["result"]![0]!["data"]![0]!["values"]!.AsArray().Sum(static v => (double)v!));
        Assert.Equal(0, world.Snapshot().Heartbeats.Rejected);
    }

    [Fact]
    public async Task A_subscription_is_throttled_for_a_time_and_the_other_one_is_not()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(timeScale: 0.01);
        IReadOnlyList<JsonNode> rows = await RunCommands.RowsAsync(world);
        string subscription = (string)rows[0]["subscriptionId"]!;
        RunCommands throttled = new(world, rows[0]);
        RunCommands other = new(world, rows.First(r => (string)r["subscriptionId"]! != subscription));

        world.World.Plant(new Fault(FaultKind.Throttle) { Subscription = subscription, DurationSeconds = 60 });

        Assert.Equal(HttpStatusCode.TooManyRequests, (await throttled.PutAsync("one", throttled.Body("true"))).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await throttled.GetAsync("one")).Status);
        Assert.Equal(HttpStatusCode.Created, (await other.PutAsync("one", other.Body("true"))).Status);
        await TestWorld.UntilAsync("it is over", async () => (await throttled.PutAsync("one", throttled.Body("true"))).Status is HttpStatusCode.Created);
    }

    [Fact]
    public async Task Agents_of_a_zone_can_drop_out_and_come_back()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 12);
        Assert.Equal(0, await AwayAsync());

        world.World.Plant(new Fault(FaultKind.StopServices) { Zone = "zone-b", Component = "oneagent", Percent = 50 });
        int away = await AwayAsync();
        Assert.True(away > 0);
        Assert.All((await world.AgentsAsync()).Where(static a => (string)a["availabilityState"]! is "UNMONITORED"), static a => Assert.Equal("zone-b", (string)a["hostInfo"]!["networkZoneId"]!));

        world.World.Plant(new Fault(FaultKind.StartServices) { Zone = "zone-b", Component = "oneagent", Percent = 50 });
        await TestWorld.UntilAsync("they are back", async () => await AwayAsync() is 0);

        async Task<int> AwayAsync() => (await world.AgentsAsync()).Count(static a => (string)a["availabilityState"]! is "UNMONITORED" or "PRE_MONITORED");
    }

    [Fact]
    public async Task Pages_can_be_empty_and_not_the_last_ones()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync(machines: 12);
        Assert.Equal([5, 5], (await world.AgentPagesAsync()).Select(static p => p.Count));

        world.World.Plant(new Fault(FaultKind.EmptyPages));

        Assert.Equal([5, 0, 5], (await world.AgentPagesAsync()).Select(static p => p.Count));
    }

    [Theory]
    [InlineData("1.32.0", null)]
    [InlineData(null, "blocklist")]
    [InlineData(null, "allowlist")]
    [InlineData(null, "monitor")]
    [InlineData(null, "disabled")]
    public async Task An_Arc_agent_that_is_old_or_locked_runs_nothing(string? version, string? block)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string machine = world.FirstWith("activegate", "arc");
        world.World.Plant(new Fault(FaultKind.ArcAgent) { Machine = machine, Version = version, Block = block });
        RunCommands commands = await RunCommands.OfAsync(world, machine);

        JsonNode view = await commands.RunAsync("rotate");
        Assert.Equal(("Failed", ""), ((string)view["executionState"]!, (string)view["output"]!));
        Assert.Null(view["startTime"]);
        (_, JsonNode? whole) = await world.ArmAsync(HttpMethod.Get, (string)commands.Row["id"]! + "?api-version=2025-01-13");
        Assert.Equal(version ?? "1.67.03456.001", (string)whole!["properties"]!["agentVersion"]!);
        Assert.Equal((string)commands.Row["arcExtensions"]!, (string)whole["properties"]!["agentConfiguration"]!["extensionsEnabled"]!);
        Assert.Equal(block is "monitor" ? "monitor" : "full", (string)commands.Row["arcMode"]!);

        world.World.Plant(new Fault(FaultKind.ArcAgent) { Machine = machine });
        Assert.Contains("##rotation", (string)(await commands.RunAsync("rotate", name: "again"))["output"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Arc_agent_that_is_disconnected_runs_what_waits_for_it_when_it_is_back()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string machine = world.FirstWith("activegate", "arc");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        RunCommands others = await RunCommands.OfAsync(world, world.FirstWith("activegate", "vm"));
        world.World.Plant(new Fault(FaultKind.ArcDisconnected) { Machine = machine });

        Assert.Equal("Disconnected", world.Machine(machine).PowerState);
        Assert.Equal("active", world.Machine(machine).Components[0].Services[0].State);
        Task<JsonNode> sent = commands.RunAsync("rotate");
        for (int times = 0; times < 3; times++) // three deliveries take longer than any one
        {
            await others.RunAsync("rotate", name: $"test-{times}");
        }

        Assert.Null((await commands.GetAsync("test")).Body!["properties"]!["instanceView"]!["startTime"]);
        world.World.Plant(new Fault(FaultKind.ArcConnected) { Machine = machine });

        Assert.Contains("##rotation", (string)(await sent)["output"]!, StringComparison.Ordinal);
        Assert.Equal("Connected", world.Machine(machine).PowerState);
    }

    [Fact]
    public async Task A_machine_can_be_asked_for_alone_and_carries_tags()
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string machine = world.FirstWith("oneagent", "vm");
        world.World.Plant(new Fault(FaultKind.MachineOff) { Machine = machine });
        world.World.Plant(new Fault(FaultKind.Tag) { Machine = machine, Tag = "ring=canary" });

        JsonNode row = (await RunCommands.OfAsync(world, machine)).Row;
        (_, JsonNode? view) = await world.ArmAsync(HttpMethod.Get, (string)row["id"]! + "/instanceView?api-version=2025-04-01");

        Assert.Equal("PowerState/deallocated", (string)view!["statuses"]![1]!["code"]!);
        Assert.Equal("""{"dynatrace-rotation":"enabled","ring":"canary"}""", row["tags"]!.ToJsonString());
        Assert.Single(await RunCommands.RowsAsync(world), static r => r["tags"]!["ring"] is not null);
        Assert.Equal(HttpStatusCode.NotFound, (await world.ArmAsync(HttpMethod.Get, (string)row["id"]! + "x?api-version=2025-04-01")).Status);
    }

    [Fact]
    public void People_at_Dynatrace_do_everything_in_some_of_forty_worlds_and_nothing_in_most()
    {
        string[] drawn = [.. Enumerable.Range(1, 40).Select(static seed => PeopleAtDynatrace.Draw(new Chance(seed)))];
        Assert.Equal(["cancel", "cancel and start", "finish", "finish and start", PeopleAtDynatrace.Nothing, "start"], drawn.Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(drawn.Count(static deed => deed == PeopleAtDynatrace.Nothing), 20, 30);
    }

    [Fact]
    public void What_services_do_by_themselves_is_drawn_in_some_of_a_hundred_worlds_and_in_most_of_them_nothing_that_holds_a_rotation()
    {
        Fault[][] worlds = [.. Enumerable.Range(1, 100).Select(static seed => Drawn(seed, agents: 3))];

        Assert.All(
            new[] { FaultKind.Lock, FaultKind.ExecutionState, FaultKind.AgentUnlisted, FaultKind.GateNewId, FaultKind.MetricSilent },
            kind => Assert.InRange(worlds.Count(world => world.Any(fault => fault.Kind == kind)), 10, 50));
        Assert.InRange(worlds.Count(static world => world.Any(static fault => fault.Block is "read-only")), 1, 8);
        Assert.Equal(["Canceled", "TimedOut"], Every(static fault => fault.State));
        Assert.Equal(["empty", "null"], Every(static fault => fault.Kind is FaultKind.MetricSilent ? fault.Block : null));
        Assert.Equal(2, worlds.SelectMany(static world => world).Where(static fault => fault.Kind is FaultKind.GateNewId).Select(static fault => fault.When ?? "at its restart").Distinct().Count());

        string[] Every(Func<Fault, string?> value) => [.. worlds.SelectMany(static world => world).Select(value).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void What_services_do_by_themselves_passes_and_leaves_no_machine_without_a_system()
        => Assert.All(Enumerable.Range(1, 100).Select(static seed => Drawn(seed, agents: 3)), static world =>
        {
            Assert.Equal(Of(world, FaultKind.Lock), Of(world, FaultKind.Unlock));
            Assert.Equal(Of(world, FaultKind.AgentUnlisted), Of(world, FaultKind.StartServices));
            Assert.All(world.Where(static fault => fault.Kind is FaultKind.Unlock or FaultKind.StartServices), static fault => Assert.InRange(fault.AfterSeconds!.Value, 5 * 60, 40 * 60));
            Assert.Equal((1, 1), (Of(world, FaultKind.OsTypeMissing).Length, Of(world, FaultKind.OsNameMissing).Length));
            Assert.Empty(Of(world, FaultKind.OsTypeMissing).Intersect(Of(world, FaultKind.OsNameMissing)));
        });

    [Fact]
    public void Where_other_faults_have_taken_every_agent_services_leave_them_alone()
        => Assert.All(Enumerable.Range(1, 100), static seed => Assert.DoesNotContain(Drawn(seed, agents: 0), static fault => fault.Kind is FaultKind.Lock or FaultKind.ExecutionState or FaultKind.AgentUnlisted));

    [Fact]
    public async Task Some_faults_are_the_same_for_a_seed_and_leave_nothing_that_must_be_accepted()
    {
        await using TestWorld quiet = await TestWorld.StartModelsAsync(machines: 60, seed: 7);
        await using TestWorld one = await TestWorld.StartModelsAsync(machines: 60, seed: 7, timeScale: 1.0 / 60, someFaults: true);
        await using TestWorld other = await TestWorld.StartModelsAsync(machines: 60, seed: 7, timeScale: 1.0 / 60, someFaults: true);
        await using TestWorld fast = await TestWorld.StartModelsAsync(machines: 60, seed: 7, someFaults: true);

        Assert.Single(Off(quiet));
        Assert.Equal(6, Off(one).Length);
        Assert.Equal(Off(one), Off(other));
        Assert.Equal(Accepts(quiet), Accepts(one));
        await TestWorld.UntilAsync("who is off comes back and two join", () => Off(fast).Length is 1 && fast.Snapshot().Machines.Count is 62);

        static string[] Off(TestWorld world) => [.. world.Snapshot().Machines.Where(static m => m.Components[0].Services[0].State is "inactive").Select(static m => m.Name)];

        static string Accepts(TestWorld world) => JsonNode.Parse(world.World.RotationJson())!["approvals"]!["simulatedApprover"]!["accepts"]!.ToJsonString();
    }

    private static Fault[] Drawn(int seed, int agents)
    {
        WorldState world = new(new WorldClock(TimeProvider.System, 1), new Chance(seed), CancellationToken.None) { HasModels = true };
        new FleetBuilder(world, "", 30, environments: 1, seed, controlPort: 0).Build();
        Queue<IMachine> free = new(world.Machines.Where(static machine => machine is { IsOn: true, Agent: not null }).Take(agents));
        return [.. UnkindServices.Draw(world, () => free.TryDequeue(out IMachine? machine) ? [machine] : [])];
    }

    private static string?[] Of(Fault[] world, string kind) => [.. world.Where(fault => fault.Kind == kind).Select(static fault => fault.Machine)];
}
