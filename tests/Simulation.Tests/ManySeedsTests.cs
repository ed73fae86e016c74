using System.Diagnostics;
using System.Globalization;
using TenantTokens.Simulation.Bugs;
using TenantTokens.Simulation.Runs;
using TenantTokens.Tooling;

namespace TenantTokens.Simulation.Tests;

/// <summary>The long form: 500 seeds that are always the same, and 200 that nobody has played before.</summary>
public sealed class ManySeedsTests(ITestOutputHelper output)
{
    private const int NewSeeds = 200;
    private const int FirstNew = 1_000_000;
    private const int MaxTold = 2;

    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task Nothing_fails_in_500_seeds_that_is_not_known()
    {
        string told = await PlayAsync(new SeedRange(1, 500));
        Assert.True(told.Length == 0, told);
    }

    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task Two_hundred_new_seeds_are_played_and_what_they_find_is_printed()
    {
        // What they find is for people to look at: a seed that nobody has played must not stop a change that has nothing to do with it.
        // Each minute has seeds of its own, for eight years.
        long minute = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60;
        int first = FirstNew + (int)(minute % 4_000_000 * NewSeeds);
        output.WriteLine(await PlayAsync(new SeedRange(first, first + NewSeeds - 1)));
    }

    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task A_seed_gives_the_same_trace_alone_and_beside_three_busy_processes()
    {
        IReadOnlyList<SeedReport> alone = await SimulationProcess.PlayAsync("11..14");
        Process[] busy = await Task.WhenAll(Enumerable.Range(0, 3).Select(static _ => SimulationProcess.KeepBusyAsync()));
        try
        {
            IReadOnlyList<SeedReport> beside = await SimulationProcess.PlayAsync("11..14");

            Assert.All(busy, static process => Assert.False(process.HasExited));
            Assert.Equal(alone.Select(static report => report.Hash), beside.Select(static report => report.Hash));
        }
        finally
        {
            foreach (Process process in busy)
            {
                process.Kill();
                process.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_failing_seed_is_told_as_a_story_with_what_plays_it_again_and_the_line_that_makes_it_a_test()
    {
        PlantedBug bug = AllBugs.Find("status-forgets-failures");
        (int seed, string check) = (AllBugs.Seeds[bug.Name], bug.Check);
        string told = await TellAsync(seed, check, bug);

        Assert.Contains($"dotnet run --project tests/Simulation -- --seed {seed} --trace", told, StringComparison.Ordinal);
        Assert.Contains($"({seed}, \"{check}\"),", told, StringComparison.Ordinal);
        Assert.Contains("=> ", told, StringComparison.Ordinal);
    }

    /// <summary>Plays them all and tells what is not known; empty when everything is.</summary>
    private async Task<string> PlayAsync(SeedRange seeds)
    {
        output.WriteLine($"To play them again: dotnet run --project tests/Simulation -- --seeds {seeds}");
        IReadOnlyList<SeedReport> reports = await SimulationProcess.PlayTogetherAsync(seeds.ToString());
        Assert.Equal(seeds.Count, reports.Count);
        (int Seed, string Check)[] unknown =
        [
            .. reports.SelectMany(static report => report.Failures.Where(static failure => failure.KnownUntil is null)
                .Select(failure => (report.Seed, failure.Check))),
        ];
        List<string> told = [];
        foreach ((int seed, string check) in unknown.Take(MaxTold))
        {
            told.Add(await TellAsync(seed, check));
        }

        return unknown is []
            ? ""
            : $"{unknown.Length} failures are not known ({string.Join(", ", unknown)}).\n\n{string.Join("\n\n", told)}";
    }

    private static async Task<string> TellAsync(int seed, string check, PlantedBug? bug = null)
    {
        string number = seed.ToString(CultureInfo.InvariantCulture);
        (IReadOnlyList<string> story, _) = await SimulationProcess.RunAsync(
            ["--seed", number, "--shrink", check, .. bug is null ? [] : new[] { "--bug", bug.Name }]);
        return $"""
            Seed {number}: {check}
            {string.Join('\n', story)}
            Step by step: dotnet run --project tests/Simulation -- --seed {number} --trace
            As a test, in tests/Simulation.Tests/SeedTests.cs: ({number}, "{check}"),
            """;
    }
}
