using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

/// <summary>What Azure does with run commands that are to be deleted, or that it does not take.</summary>
public sealed class DeletionTests
{
    [Fact]
    public async Task Arc_deletes_later_and_says_so()
    {
        await using TestWorld world = await TestWorld.StartAsync(models: true);
        RunCommands commands = await RunCommands.OfAsync(world, world.Snapshot().Machines.First(static m => m.Kind == "arc").Name);
        await commands.PutAsync("one", commands.Body("true"));

        Assert.Equal(HttpStatusCode.Accepted, (await commands.DeleteAsync("one")).Status);
        await TestWorld.UntilAsync("it is gone", async () => (await commands.GetAsync("one")).Status is HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NoContent, (await commands.DeleteAsync("one")).Status);
    }

    [Fact]
    public async Task A_virtual_machine_deletes_at_once_or_later()
    {
        await using TestWorld world = await TestWorld.StartAsync(models: true);
        RunCommands commands = await RunCommands.OfAsync(world, world.Snapshot().Machines.First(static m => m.Kind == "vm").Name);
        HashSet<HttpStatusCode> answers = [];
        for (int number = 0; number < 20; number++)
        {
            await commands.PutAsync($"c{number}", commands.Body("true"));
            answers.Add((await commands.DeleteAsync($"c{number}")).Status);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Accepted], answers.Order());
        await TestWorld.UntilAsync("all are gone", () => world.Snapshot().RunCommands.Left is 0);
    }

    [Fact]
    public async Task A_deletion_that_is_stuck_is_never_done_until_somebody_lets_it_and_the_world_counts_what_is_left()
    {
        await using TestWorld world = await TestWorld.StartAsync(models: true);
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        world.World.Plant(new Fault(FaultKind.StuckDeleting) { Machine = machine });
        await commands.PutAsync("one", commands.Body("true", secrets: new JsonObject { ["NEW_TOKEN"] = "secret" }));
        await commands.PutAsync("two", commands.Body("true"));

        Assert.Equal(HttpStatusCode.Accepted, (await commands.DeleteAsync("one")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await commands.DeleteAsync("one")).Status);
        Assert.Equal("Deleting", (string)(await commands.GetAsync("one")).Body!["properties"]!["provisioningState"]!);
        Assert.Equal(new RunCommandCounts(2, 1), world.Snapshot().RunCommands);
        Assert.Equal(HttpStatusCode.Conflict, (await commands.PutAsync("one", commands.Body("false"))).Status);

        world.World.Plant(new Fault(FaultKind.DeletionsResume) { Machine = machine });

        Assert.Equal(HttpStatusCode.NotFound, (await commands.GetAsync("one")).Status);
        Assert.Equal(new RunCommandCounts(1, 0), world.Snapshot().RunCommands);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Created, HttpStatusCode.Conflict)]
    [InlineData("can-not-delete", HttpStatusCode.Created, HttpStatusCode.Conflict)]
    [InlineData("read-only", HttpStatusCode.Conflict, HttpStatusCode.Conflict)]
    public async Task A_lock_refuses_by_its_kind_until_it_is_removed(string? block, HttpStatusCode put, HttpStatusCode delete)
    {
        await using TestWorld world = await TestWorld.StartAsync(models: true);
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        world.World.Plant(new Fault(FaultKind.Lock) { Machine = machine, Block = block });

        (HttpStatusCode Status, JsonNode? Body) putAnswer = await commands.PutAsync("one", commands.Body("true"));
        (HttpStatusCode Status, JsonNode? Body) deleteAnswer = await commands.DeleteAsync("one");

        Assert.Equal((put, delete), (putAnswer.Status, deleteAnswer.Status));
        Assert.Equal("ScopeLocked", (string)deleteAnswer.Body!["error"]!["code"]!);
        world.World.Plant(new Fault(FaultKind.Unlock) { Machine = machine });
        Assert.NotEqual(HttpStatusCode.Conflict, (await commands.DeleteAsync("one")).Status);
    }

    [Fact]
    public async Task A_machine_without_extension_operations_takes_no_command()
    {
        await using TestWorld world = await TestWorld.StartAsync(models: true);
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        world.World.Plant(new Fault(FaultKind.Lock) { Machine = machine, Block = "no-extensions" });

        (HttpStatusCode status, JsonNode? body) = await commands.PutAsync("one", commands.Body("true"));

        Assert.Equal((HttpStatusCode.Conflict, "OperationNotAllowed"), (status, (string)body!["error"]!["code"]!));
        Assert.Contains("extension operations", (string)body["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TimedOut")]
    [InlineData("Canceled")]
    public async Task A_script_may_end_in_another_word_than_its_own(string state)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        world.World.Plant(new Fault(FaultKind.ExecutionState) { Machine = machine, State = state });

        Assert.Equal(state, (string)(await commands.RunAsync("true"))["executionState"]!);
        Assert.Equal("Succeeded", (string)(await commands.RunAsync("true", name: "another"))["executionState"]!);
    }

    [Fact]
    public async Task A_command_whose_body_changed_is_updated()
    {
        await using TestWorld world = await TestWorld.StartAsync(models: true);
        RunCommands commands = await RunCommands.OfAsync(world, world.FirstWith("oneagent"));
        (_, JsonNode? first) = await commands.PutAsync("one", commands.Body("true"));
        (_, JsonNode? second) = await commands.PutAsync("one", commands.Body("false"));

        Assert.Equal(
            ("Creating", "Updating"),
            ((string)first!["properties"]!["provisioningState"]!, (string)second!["properties"]!["provisioningState"]!));
    }

    [Theory]
    [InlineData("vm", "2025-01-13")]
    [InlineData("arc", "2025-04-01")]
    [InlineData("vm", "2019-01-01")]
    public async Task An_api_version_that_the_provider_does_not_know_is_refused(string kind, string version)
    {
        await using TestWorld world = await TestWorld.StartAsync(models: true);
        RunCommands known = await RunCommands.OfAsync(world, world.Snapshot().Machines.First(m => m.Kind == kind).Name);

        (HttpStatusCode status, JsonNode? body) = await new RunCommands(world, known.Row) { Version = version }.GetAsync("one");

        Assert.Equal((HttpStatusCode.BadRequest, "NoRegisteredProviderFound"), (status, (string)body!["error"]!["code"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await known.GetAsync("one")).Status);
    }

    [Fact]
    public async Task A_script_beyond_the_limit_is_refused()
    {
        await using TestWorld world = await TestWorld.StartAsync(models: true, maxScriptLength: 100);
        RunCommands commands = await RunCommands.OfAsync(world, world.FirstWith("oneagent"));

        Assert.Equal(HttpStatusCode.BadRequest, (await commands.PutAsync("one", commands.Body(new string('#', 101)))).Status);
        Assert.Equal(HttpStatusCode.Created, (await commands.PutAsync("one", commands.Body(new string('#', 100)))).Status);
    }
}
