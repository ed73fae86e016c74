using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>The main job, as the README shows it.</summary>
public sealed class DemoTests
{
    public static TheoryData<int, int> Worlds => new([.. Suite.Seeds.SelectMany(static seed => (TheoryDataRow<int, int>[])[new(12, seed), new(50, seed)])]);

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task A_fleet_is_rotated_and_nothing_is_lost(int machines, int seed)
    {
        ProgramResult result = await ProgramUnderTest.RunAsync("demo", "--machines", $"{machines}", "--seed", $"{seed}", "--yes", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonObject document = result.Json;
        Assert.Equal("Completed", document["phase"]!.GetValue<string>());
        JsonObject targets = document["targets"]!.AsObject();
        Assert.Equal(0, targets["pending"]!.GetValue<int>());
        Assert.Equal(targets["total"]!.GetValue<int>(), targets.Where(static state => state.Key != "total").Sum(static state => state.Value!.GetValue<int>()));
        Assert.Equal(1, targets["unreachable"]!.GetValue<int>());
        Assert.Equal(1, targets["uncovered"]!.GetValue<int>());
        Assert.Equal(targets["total"]!.GetValue<int>() - 2, targets["rotated"]!.GetValue<int>());
        Assert.True(File.Exists(document["report"]!.GetValue<string>()));

        JsonObject world = document["world"]!.AsObject();
        world.TookEffect(start: 1, finish: 1, cancel: 0);
        world.LostNothing();
        world.LeftNothingStopped();
        world.EveryoneIsOnTheTokenInForce();
    }

    [Fact]
    public async Task A_fleet_in_which_some_things_go_wrong_completes_and_what_is_left_is_named()
    {
        string[] world = Suite.IsFull ? [] : ["--models", "--time-scale", "0.01"];
        ProgramResult result = await ProgramUnderTest.RunAsync(["demo", "--machines", "60", "--seed", "7", "--faults", "some", "--yes", "--json", .. world]);

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonObject targets = result.Json["targets"]!.AsObject();
        Assert.Equal((63, 61, 1, 1), (Count("total"), Count("rotated"), Count("unreachable"), Count("uncovered")));
        string report = await File.ReadAllTextAsync(result.Json["report"]!.GetValue<string>(), TestContext.Current.CancellationToken);
        Assert.Matches(@"\| oneagent/\S+ \| Unreachable ", report);
        Assert.Matches(@"\| oneagent/\S+-old-01 \| Uncovered ", report);
        JsonObject after = result.Json["world"]!.AsObject();
        after.TookEffect(start: 1, finish: 1, cancel: 0);
        after.LostNothing();
        after.LeftNothingStopped();

        int Count(string state) => targets[state]!.GetValue<int>();
    }

    [Fact]
    public async Task Without_a_terminal_it_says_plain_lines_who_decides_and_where_the_report_is()
    {
        await using RunningProgram process = ProgramUnderTest.Start("demo", "--machines", "4");
        ProgramResult result = await process.EndAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Contains("decided by the simulated approver 'demo-approver'", result.Output, StringComparison.Ordinal);
        Assert.Contains("Completed: the new token of sim00001 is in force.", result.Output, StringComparison.Ordinal);
        Assert.Contains("Report: ", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Errors);
    }
}
