using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

/// <summary>Faults that a person plants: where, when, for how long, and what is refused.</summary>
public sealed class ConditionTests
{
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

        static string[] Off(TestWorld world)
            => [
                .. world.Snapshot().Machines
                    .Where(static m => m.PowerState is "Disconnected" or "PowerState/deallocated")
                    .Select(static m => m.Name),
            ];
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

    [Theory]
    [InlineData("activegate", 40, "failed")]
    [InlineData("activegate", 50, "failed")]
    [InlineData("oneagent", 40, "failed")]
    [InlineData("oneagent", 50, "failed")]
    public async Task An_apply_fails_once_as_asked(string component, int exitCode, string outcome)
    {
        await using TestWorld world = await TestWorld.StartModelsAsync();
        string machine = world.FirstWith(component);
        (HostCommands gate, HostCommands agent) = await HostCommands.StartAsync(
            world,
            world.FirstWith("activegate"),
            world.FirstWith("oneagent"));
        HostCommands host = component is "activegate" ? gate : agent;
        if (component is "oneagent")
        {
            await gate.ApplyAsync(1);
        }

        world.World.Plant(new Fault(FaultKind.ApplyFails) { Machine = machine, ExitCode = exitCode });

        HostAnswer failed = await host.ApplyAsync(2, more: HostCommands.EarlyGuard);
        Assert.Equal((exitCode, outcome), (failed.ExitCode, failed.Outcome));
        await TestWorld.UntilAsync(
            "everything runs",
            () => world.Machine(machine).Components[0].Services.All(static s => s.State is "active"));
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
        await TestWorld.UntilAsync(
            "it is over",
            async () => (await throttled.PutAsync("one", throttled.Body("true"))).Status is HttpStatusCode.Created);
    }
}
