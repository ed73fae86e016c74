using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>Start is not idempotent and its answer holds the only copy of the token (docs/calls.md#start).</summary>
public sealed class StartRecoveryTests
{
    [Fact]
    public async Task A_start_whose_answer_was_lost_is_adopted()
    {
        await using World world = await World.StartAsync();
        await world.PlantAsync(new Fault(FaultKind.LoseAnswer) { Call = CallName.Start });

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--json");

        await CompletedAsync(world, result);
    }

    [Fact]
    public async Task A_start_that_never_arrived_is_sent_once_more()
    {
        await using World world = await World.StartAsync();
        await world.PlantAsync(new Fault(FaultKind.RefuseBefore) { Call = CallName.Start });

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--json");

        await CompletedAsync(world, result);
    }

    [Theory]
    [InlineData(
        CallName.Start,
        "before",
        "between the mark in the ledger and the request",
        Skip = Suite.LongForm,
        SkipType = typeof(Suite),
        SkipUnless = nameof(Suite.IsFull))]
    [InlineData(CallName.Start, "after", "between the request and its answer")]
    [InlineData(CallName.PutSecret, "before", "between the answer and the vault")]
    [InlineData(
        CallName.PutSecret,
        "after",
        "between the vault and the ledger",
        Skip = Suite.LongForm,
        SkipType = typeof(Suite),
        SkipUnless = nameof(Suite.IsFull))]
    public async Task A_process_that_dies_around_start_goes_on_with_the_same_one(string call, string moment, string where)
    {
        await using World world = await World.StartAsync();

        // The first secret that is put is the old token, the second the new one.
        await world.PlantAsync(new Fault(FaultKind.Hold) { Call = call, When = moment, Nth = call == CallName.PutSecret ? 2 : 1 });
        await using RunningProgram first = world.Start("rotate", "--yes");
        await world.UntilAsync(static seen => seen["held"]!.GetValue<int>() == 1, where);
        await first.KillAsync();

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--json");

        await CompletedAsync(world, result);
    }

    [Fact]
    public async Task A_start_of_somebody_else_in_between_parks_and_touches_no_host()
    {
        await using World world = await World.StartAsync();
        string before = (await world.LookAsync()).Token("sim00001", "active");
        await world.PlantAsync(new Fault(FaultKind.ForeignStart));

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--json");

        Assert.True(result.ExitCode == 4, result.ToString());
        Assert.Equal("foreign-rotation", result.Json["hold"]!["code"]!.GetValue<string>());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 0, finish: 0, cancel: 0);
        Assert.Equal(0, after["requests"]!["finish"]!.GetValue<int>() + after["requests"]!["cancel"]!.GetValue<int>());
        Assert.All(after["machines"]!.AsArray(), machine => Assert.Empty(machine!["leftovers"]!.AsArray()));
        Assert.All(
            after["machines"]!.AsArray().SelectMany(static machine => machine!["components"]!.AsArray()),
            component => Assert.Equal(before, component!["loaded"]!.GetValue<string>()));
    }

    private static async Task CompletedAsync(World world, ProgramResult result)
    {
        Assert.True(result.ExitCode == 0, result.ToString());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 1, cancel: 0);
        after.LostNothing();
        after.EveryoneIsOnTheTokenInForce();
    }
}
