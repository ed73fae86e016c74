using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>
/// finish and cancel take effect once; somebody else's rotation is taken over only when the approvers say so; commands are swept.
/// </summary>
public sealed class RecoveryTests
{
    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.RefuseBefore, Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task A_finish_without_an_answer_takes_effect_once(string fault)
    {
        await using World world = await World.StartAsync();
        await world.PlantAsync(new Fault(fault) { Call = CallName.Finish });

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 1, cancel: 0);
        after.LostNothing();
    }

    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.RefuseBefore, Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task A_cancel_without_an_answer_takes_effect_once(string fault)
    {
        await using World world = await AtFinishGateAsync();
        await world.PlantAsync(new Fault(fault) { Call = CallName.Cancel });

        ProgramResult result = await world.RunAsync("abort", "--json");

        Assert.True(result.ExitCode == 5, result.ToString());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 0, cancel: 1);
        after.LostNothing();
        await VaultAssertions.NewestIsInForceAsync(world);
    }

    [Fact]
    public async Task A_touched_host_that_is_off_holds_the_ActiveGates_and_the_cancel_until_it_is_accepted_by_name()
    {
        await using World world = await AtFinishGateAsync();
        string agent = (await world.LookAsync())["machines"]!
            .AsArray()
            .First(static machine => machine!["components"]![0]!["component"]!.GetValue<string>() == "oneagent")!["name"]!
            .GetValue<string>();
        await world.PlantAsync(new Fault(FaultKind.MachineOff) { Machine = agent });
        await using BackgroundRun aborting = world.Begin("abort", "--json");
        await world.UntilGateAsync("restore-activegates-1");
        Assert.Contains($"oneagent/{agent}: Unreachable", (await world.RunAsync("status")).Output, StringComparison.Ordinal);
        await world.RunAsync("approve", "--as", "alice", "--comment", "it may be rejected when it comes back");
        await world.UntilGateAsync("cancel-1");
        Assert.Equal(0, (await world.LookAsync())["requests"]!["cancel"]!.GetValue<int>());
        Assert.Contains($"oneagent/{agent}: Unreachable", (await world.RunAsync("status")).Output, StringComparison.Ordinal);

        await world.RunAsync("approve", "--as", "alice", "--comment", "the host is gone for good");
        ProgramResult result = await aborting.EndAsync();

        Assert.True(result.ExitCode == 5, result.ToString());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 0, cancel: 1);
        after.LostNothing();
    }

    [Fact]
    public async Task Somebody_elses_rotation_is_taken_over_after_an_approval_and_completes()
    {
        await using World world = await World.StartAsync(change: World.AliceDecides);
        await world.PlantAsync(new Fault(FaultKind.ForeignStart));
        Assert.Equal(4, (await world.RunAsync("rotate", "--yes")).ExitCode);
        await using BackgroundRun adopting = world.Begin("adopt", "--json");
        await world.UntilGateAsync("adopt-1");
        Assert.All((await world.LookAsync())["machines"]!.AsArray(), machine => Assert.Empty(machine!["leftovers"]!.AsArray()));

        await world.RunAsync("approve", "--as", "alice");
        await world.UntilGateAsync();
        await world.RunAsync("approve", "--as", "alice");
        ProgramResult result = await adopting.EndAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 0, finish: 1, cancel: 0);
        after.LostNothing();
        after.EveryoneIsOnTheTokenInForce();
    }

    [Fact]
    public async Task Run_commands_that_could_not_be_deleted_are_swept_before_the_end()
    {
        await using World world = await World.StartAsync();
        // 4 probes, and the SDK tries each DELETE 4 times
        await world.PlantAsync(new Fault(FaultKind.RefuseBefore) { Call = CallName.DeleteRunCommand, Times = 16 });

        ProgramResult result = await world.RunAsync("rotate", "--yes", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        string report = await File.ReadAllTextAsync(result.Json["report"]!.GetValue<string>(), TestContext.Current.CancellationToken);
        // Azure takes a deletion first and deletes later: what it has only taken is named until a look finds it gone.
        Assert.Matches(@"\| swept \| rotation \| [1-9][0-9]* run commands deleted from machines, [0-9]+ left", report);
        Assert.Equal(0, (await world.LookAsync())["runCommands"]!["withSecrets"]!.GetValue<int>());
    }

    private static async Task<World> AtFinishGateAsync()
    {
        World world = await World.StartAsync(change: World.AliceDecides);
        await using BackgroundRun rotating = world.Begin("rotate", "--yes");
        await world.UntilGateAsync();
        return world;
    }
}
