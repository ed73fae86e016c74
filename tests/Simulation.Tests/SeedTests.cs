using TenantTokens.Simulation.Runs;
using TenantTokens.Tooling;

namespace TenantTokens.Simulation.Tests;

public sealed class SeedTests
{
    /// <summary>A seed that fails becomes a test by one line here.</summary>
    public static IReadOnlyList<(int Seed, string Check)> Found { get; } = [];

    /// <summary>
    /// Seeds that found what is mended since: a finish on a foreign rotation, a host that was off for more than 72 hours and in no plan, a
    /// host more for each orchestration that took over, a wait that was waited twice, a run that never ended, since its first process died
    /// while it was asked, a Completed although somebody else had rotated since our finish, an ActiveGate that was called dark although it
    /// was online under another id, and a status that knew of no change after a start that had arrived twice.
    /// </summary>
    private static readonly int[] _mended = [4, 26, 70, 189, 387521762, 387521657, 46, 920, 1791];

    [Fact]
    public async Task Nothing_fails_that_is_not_known_and_what_a_seed_found_and_was_mended_stays_mended()
    {
        // One process for all of them: each compiles the whole product first.
        string seeds = string.Join(',', Enumerable.Range(1, 6).Concat(_mended).Distinct().Order());
        IReadOnlyList<SeedReport> reports = await SimulationProcess.PlayAsync(seeds);

        Assert.Equal(seeds.Split(',').Length, reports.Count);
        Assert.Equal(
            [],
            reports.SelectMany(static report => report.Failures.Where(static failure => failure.KnownUntil is null)
                .Select(failure => $"seed {report.Seed}: {failure.Check}: {failure.Message}")));
    }

    [Fact]
    public async Task Each_known_failure_has_a_seed_that_still_finds_it_and_no_other_failure_has()
    {
        Assert.Equal(
            KnownFailures.List.Select(static known => known.Check).Order(),
            Found.Select(static found => found.Check).Distinct().Order());
        foreach ((int seed, string check) in Found.Take(Suite.IsFull ? Found.Count : 2))
        {
            Assert.Contains(
                check,
                (await SimulationProcess.PlayAsync($"{seed}..{seed}"))[0].Failures.Select(static failure => failure.Check));
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_trace_whatever_else_the_computer_does_and_whatever_was_played_before()
    {
        Task<IReadOnlyList<SeedReport>>[] together =
        [
            SimulationProcess.PlayAsync("2..4"),
            SimulationProcess.PlayAsync("2..4"),
            SimulationProcess.PlayAsync("3..4"),
        ];
        IReadOnlyList<SeedReport>[] all = await Task.WhenAll(together);

        Assert.Equal(all[0].Select(static report => report.Hash), all[1].Select(static report => report.Hash));
        Assert.Equal(all[0].TakeLast(2).Select(static report => report.Hash), all[2].Select(static report => report.Hash));
        Assert.Equal(3, all[0].Select(static report => report.Hash).Distinct().Count());
    }

    [Fact]
    public async Task A_trace_tells_a_seed_step_by_step_and_ends_with_its_hash()
    {
        (IReadOnlyList<string> told, _) = await SimulationProcess.RunAsync("--seed", "2");
        (IReadOnlyList<string> traced, _) = await SimulationProcess.RunAsync("--seed", "2", "--trace");

        Assert.Equal(told[^1], traced[^1]);
        Assert.Contains(traced, static line => line.EndsWith("our copy: put-run-command", StringComparison.Ordinal));
        Assert.DoesNotContain(told, static line => line.EndsWith("our copy: put-run-command", StringComparison.Ordinal));
    }

    [Fact(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    public async Task A_range_tells_how_fast_it_was_and_what_it_reached()
    {
        (IReadOnlyList<string> output, int exitCode) = await SimulationProcess.RunAsync("--seeds", "26..27", "--processes", "2");

        Assert.Equal(0, exitCode);
        Assert.Contains(
            output,
            static line => line.StartsWith("2 seeds in ", StringComparison.Ordinal)
                && line.Contains("combinations of phase, hold and actor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("500")]
    [InlineData("5..1")]
    [InlineData("a..b")]
    public void A_range_that_is_none_is_refused(string text) => Assert.Throws<FormatException>(() => SeedRange.Parse(text));

    [Fact]
    public void Seeds_may_be_listed()
        => Assert.Equal([1, 2, 3, 26, 70, 71], SeedList.Parse("1..3,26,70..71").Seeds);

    [Theory]
    [InlineData("")]
    [InlineData("1..3,")]
    [InlineData("1..3,x")]
    public void A_list_with_something_else_in_it_is_refused(string text) => Assert.Throws<FormatException>(() => SeedList.Parse(text));
}
