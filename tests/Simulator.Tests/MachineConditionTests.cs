using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

/// <summary>What Azure shows of machines that are off, tagged, disconnected or locked.</summary>
public sealed class MachineConditionTests
{
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
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await world.ArmAsync(HttpMethod.Get, (string)row["id"]! + "x?api-version=2025-04-01")).Status);
    }
}
