using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Tooling;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>The main job where some of the machines have their troubles.</summary>
public sealed class FaultyDemoTests
{
    [Fact]
    public async Task A_fleet_in_which_some_things_go_wrong_completes_and_what_is_left_is_named()
    {
        string[] world = Suite.IsFull ? [] : ["--models", "--time-scale", "0.01"];
        ProgramResult result = await ProgramUnderTest.RunAsync(
            ["demo", "--machines", "60", "--seed", "7", "--faults", "some", "--yes", "--json", .. world]);

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
}
