using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>The ledger is the truth: an orchestration that is gone in any phase is replaced by one that goes on.</summary>
public sealed class JournalLossTests
{
    [Theory]
    [InlineData("Planning", CallName.ResourceGraph, 1)]
    [InlineData("Planning", CallName.PutRunCommand, 2, Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    [InlineData("Starting", CallName.Start, 1, Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    [InlineData("RotatingActiveGates", CallName.PutRunCommand, 6)]
    [InlineData("RotatingOneAgents", CallName.PutRunCommand, 8)]
    [InlineData("Finishing", CallName.Finish, 1, Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task Going_forward_a_rotation_outlives_its_journal(string phase, string call, int nth)
    {
        await using World world = await World.StartAsync();
        await world.PlantAsync(new Fault(FaultKind.Hold) { Call = call, Nth = nth, When = "after" });
        await LoseJournalAsync(world, phase, world.Begin("rotate", "--yes", "--request", "K"));

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--request", "K", "--json");

        Assert.True(result.ExitCode == 0, $"{phase}: {result}");
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 1, cancel: 0);
        after.LostNothing();
        after.EveryoneIsOnTheTokenInForce();
    }

    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task Verifying_a_rotation_outlives_its_journal()
    {
        // One agent that is rotated and then silent keeps it verifying; nobody is to be asked about it first.
        await using World world = await World.StartAsync(
            change: static configuration => configuration["policy"]!["watch"]!["interval"] = "01:00:00");
        await using BackgroundRun first = world.Begin("rotate", "--yes", "--request", "K");
        string agent = (await world.UntilRotationAsync(
            static seen => seen.Targets.Any(static target => target is { Component: Component.OneAgent, IsOnNewToken: true }),
            "a OneAgent is rotated"))
            .Targets.First(static target => target is { Component: Component.OneAgent, IsOnNewToken: true }).Machine!.Name;
        await world.PlantAsync(new Fault(FaultKind.StopServices) { Machine = agent, Component = "oneagent" });
        await world.UntilRotationAsync(static seen => seen.Rotation.Phase is RotationPhase.Verifying, "it verifies");
        await first.StopAsync();
        DeleteJournal(world);
        await world.PlantAsync(new Fault(FaultKind.StartServices) { Machine = agent, Component = "oneagent" });

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--request", "K", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 1, cancel: 0);
        after.LostNothing();
        after.EveryoneIsOnTheTokenInForce();
    }

    [Fact]
    public async Task Awaiting_the_finish_a_rotation_outlives_its_journal_and_keeps_its_gate()
    {
        await using World world = await World.StartAsync(change: World.AliceDecides);
        await using BackgroundRun first = world.Begin("rotate", "--yes");
        await world.UntilGateAsync();
        await first.StopAsync();
        DeleteJournal(world);

        ProgramResult result = await world.RunAsync("approve", "--as", "alice", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 1, cancel: 0);
        after.LostNothing();
        after.EveryoneIsOnTheTokenInForce();
    }

    [Theory]
    [InlineData("RollingBack", CallName.PutRunCommand, Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    [InlineData("Cancelling", CallName.Cancel)]
    public async Task Turning_back_a_rotation_outlives_its_journal(string phase, string call)
    {
        await using World world = await World.StartAsync(change: World.AliceDecides);
        await using BackgroundRun rotating = world.Begin("rotate", "--yes");
        await world.UntilGateAsync();
        await rotating.StopAsync();
        await world.PlantAsync(new Fault(FaultKind.Hold) { Call = call, When = "after" });
        await LoseJournalAsync(world, phase, world.Begin("abort"));

        ProgramResult result = await world.RunAsync("resume", "--json");

        Assert.True(result.ExitCode == 5, $"{phase}: {result}");
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 0, cancel: 1);
        after.LostNothing();
        after.EveryoneIsOnTheTokenInForce();
    }

    [Fact]
    public async Task Waiting_for_the_plan_to_be_confirmed_a_rotation_outlives_its_journal()
    {
        await using World world = await World.StartAsync();
        ProgramResult unconfirmed = await world.RunAsync("rotate", "--json");
        Assert.True(unconfirmed.ExitCode == 4, unconfirmed.ToString());
        Assert.Equal("AwaitingStart", unconfirmed.Json["phase"]!.GetValue<string>());
        (await world.LookAsync()).TookEffect(start: 0, finish: 0, cancel: 0);
        DeleteJournal(world);

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(unconfirmed.Json["rotationId"]!.GetValue<string>(), result.Json["rotationId"]!.GetValue<string>());
        (await world.LookAsync()).TookEffect(start: 1, finish: 1, cancel: 0);
    }

    [Fact]
    public async Task Parked_a_rotation_outlives_its_journal()
    {
        await using World world = await World.StartAsync();
        await world.PlantAsync(new Fault(FaultKind.ForeignStart));
        ProgramResult parked = await world.RunAsync("rotate", "--yes", "--json");
        Assert.True(parked.ExitCode == 4, parked.ToString());
        DeleteJournal(world);
        ProgramResult stillParked = await world.RunAsync("rotate", "--yes", "--json");
        Assert.True(stillParked.ExitCode == 4, stillParked.ToString());
        await world.PlantAsync(new Fault(FaultKind.ForeignCancel));

        await using BackgroundRun resumed = world.Begin("resume", "--json");
        await world.UntilGateAsync();
        await resumed.StopAsync();
        ProgramResult result = await world.RunAsync("rotate", "--yes", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(parked.Json["rotationId"]!.GetValue<string>(), result.Json["rotationId"]!.GetValue<string>());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 1, cancel: 0);
        after.LostNothing();
    }

    [Fact]
    public async Task At_a_continue_gate_a_rotation_outlives_its_journal_and_what_failed_is_tried_again()
    {
        await using World world = await World.StartAsync(change: World.AliceDecides);
        await world.PlantAsync(new Fault(FaultKind.ServiceStartFails) { Machine = "gate-01", Service = "dynatracegateway", Times = 2 });
        await using BackgroundRun rotating = world.Begin("rotate", "--yes", "--json");
        await world.UntilGateAsync("continue-1");
        await rotating.StopAsync();
        DeleteJournal(world);

        await using BackgroundRun again = world.Begin("rotate", "--yes", "--json");
        await World.UntilAsync(
            () => Task.FromResult(again.Said.Contains("Gate continue-1 is open", StringComparison.Ordinal)),
            () => again.Said);
        ProgramResult retry = await world.RunAsync("decide", "Retry", "--as", "alice");
        Assert.True(retry.ExitCode == 0, retry.ToString());
        await world.UntilGateAsync();
        await world.RunAsync("approve", "--as", "alice");
        ProgramResult result = await again.EndAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 1, cancel: 0);
        after.LeftNothingStopped();
        after.EveryoneIsOnTheTokenInForce();
    }

    private static async Task LoseJournalAsync(World world, string phase, BackgroundRun program)
    {
        await using BackgroundRun running = program;
        await World.UntilAsync(
            async () => (await world.LookAsync())["held"]!.GetValue<int>() > 0 || running.Ended.IsCompleted,
            () => $"a request is held while {phase}: {running.Said}");
        await running.StopAsync();
        ProgramResult status = await world.RunAsync("status", "--json");
        Assert.Equal(phase, status.Json["phase"]!.GetValue<string>());
        DeleteJournal(world);
    }

    private static void DeleteJournal(World world)
    {
        string[] files = Directory.GetFiles(world.Data, "journal.db*");
        Assert.NotEmpty(files);
        Array.ForEach(files, File.Delete);
    }
}
