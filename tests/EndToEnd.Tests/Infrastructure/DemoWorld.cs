using System.Text.Json.Nodes;
using TenantTokens.Tooling;

namespace TenantTokens.EndToEnd.Tests.Infrastructure;

/// <summary>The worlds that the demo is run in, and what must be so at its end.</summary>
internal static class DemoWorld
{
    /// <summary>What they are made from.</summary>
    public static IEnumerable<TheoryDataRow<int>> Seeds
        => Enumerable.Range(1, Suite.IsFull ? 20 : 1).Select(static seed => new TheoryDataRow<int>(seed));

    /// <summary>Half of them: a demo waits more than it computes, and a class runs its tests one after another.</summary>
    public static IEnumerable<TheoryDataRow<int>> OddSeeds => Seeds.Where(static row => row.Data % 2 == 1);

    /// <summary>The other half.</summary>
    public static IEnumerable<TheoryDataRow<int>> EvenSeeds
        => Enumerable.Range(1, 10).Select(static half => new TheoryDataRow<int>(2 * half));

    /// <summary>Runs the demo: every reachable target is on the new token, the two others are named, and no data was lost.</summary>
    public static async Task IsRotatedAndNothingIsLostAsync(int machines, int seed)
    {
        ProgramResult result = await ProgramUnderTest.RunAsync("demo", "--machines", $"{machines}", "--seed", $"{seed}", "--yes", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonObject document = result.Json;
        Assert.Equal("Completed", document["phase"]!.GetValue<string>());
        JsonObject targets = document["targets"]!.AsObject();
        Assert.Equal(0, targets["pending"]!.GetValue<int>());
        Assert.Equal(
            targets["total"]!.GetValue<int>(),
            targets.Where(static state => state.Key != "total").Sum(static state => state.Value!.GetValue<int>()));
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
}
