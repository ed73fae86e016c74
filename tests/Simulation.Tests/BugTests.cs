using System.Text.Json;
using TenantTokens.Simulation.Bugs;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.Runs;
using TenantTokens.Tooling;

namespace TenantTokens.Simulation.Tests;

/// <summary>
/// Each check is proved by a bug that it catches. When the product or the generator has changed, --bug finds the seeds again.
/// </summary>
public sealed class BugTests
{
    [Fact]
    public void Every_check_has_a_bug_that_it_catches_and_every_bug_a_seed()
    {
        Assert.Equal(
            AllChecks.List.Select(static check => check.Name).Order(),
            AllBugs.List.Select(static bug => bug.Check).Distinct().Order());
        Assert.Equal(AllBugs.List.Select(static bug => bug.Name).Order(), AllBugs.Seeds.Keys.Order());
        Assert.All(AllBugs.Seeds.Values, static seed => Assert.InRange(seed, 1, 2000));
    }

    [Fact]
    public async Task Each_check_catches_its_bug_at_its_seed_and_says_nothing_there_without_it()
    {
        int nth = Suite.IsFull ? 1 : 4; // each is two stories
        PlantedBug[] played = [.. AllBugs.Every(nth)];
        (IReadOnlyList<string> output, int exitCode) = await SimulationProcess.RunAsync("--pinned", $"{nth}");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            played.Select(static bug => $"{bug.Name}: {bug.Check} at seed {AllBugs.Seeds[bug.Name]}"),
            output.Select(static line => JsonSerializer.Deserialize<SeedReport>(line)!)
                .Zip(
                    played,
                    static (report, bug) =>
                        $"{bug.Name}: {(report.Failures is [var caught, ..] ? caught.Check : "nothing")} at seed {report.Seed}"));
    }

    [Fact]
    public async Task The_bugs_are_listed()
    {
        (IReadOnlyList<string> output, int exitCode) = await SimulationProcess.RunAsync("--bugs");

        Assert.Equal(0, exitCode);
        Assert.Equal(AllBugs.List.Count, output.Count);
        Assert.Contains(
            output,
            static line => line.StartsWith(
                "no-look-before-finish: Finish is sent without a look at what its approval covers. finish-not-approved catches it, at"
                    + " seed ",
                StringComparison.Ordinal));
    }

    [Fact]
    public void A_bug_that_there_is_not_is_refused() => Assert.Throws<ArgumentException>(static () => AllBugs.Find("none"));
}
