using TenantTokens.Simulation.Runs;

namespace TenantTokens.Simulation.Tests;

public sealed class SummaryTests
{
    private readonly Summary _summary = new();

    [Fact]
    public void What_failed_is_told_with_its_seeds_and_its_story_and_whether_it_is_known()
    {
        _summary.Take(Report(8, Failure(known: false)));
        _summary.Take(Report(7, Failure(known: true)));
        _summary.Take(Report(9));
        _summary.Take(8, "some-check", ["- a host goes off", "=> it is dark"]);

        string told = Tell();

        Assert.Contains("some-check: 1 of 3 seeds, known until: somebody does it", told, StringComparison.Ordinal);
        Assert.Contains("some-check: 1 of 3 seeds, NOT KNOWN", told, StringComparison.Ordinal);
        Assert.Contains("=> it is dark", told, StringComparison.Ordinal);
        Assert.EndsWith("There are failures that are not known.", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_without_a_failure_or_with_known_ones_find_nothing_new()
    {
        _summary.Take(Report(7, Failure(known: true)));
        _summary.Take(Report(8));

        Assert.False(_summary.HasUnknown);
        Assert.EndsWith("Nothing that is not known.", Tell(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_known_failures_the_first_is_shrunk_and_of_others_every_one_unless_all_are_asked_for()
    {
        foreach (int seed in new[] { 5, 4, 3 })
        {
            _summary.Take(Report(seed, Failure(known: true)));
        }

        _summary.Take(Report(9, Failure(known: false)));
        _summary.Take(Report(8, Failure(known: false)));

        Assert.Equal([3, 8, 9], _summary.ToShrink(all: false).Select(static one => one.Seed).Order());
        Assert.Equal([3, 4, 5, 8, 9], _summary.ToShrink(all: true).Select(static one => one.Seed).Order());
    }

    private static SeedReport Report(int seed, params IReadOnlyList<FoundFailure> failures)
        => new() { Seed = seed, Hash = "h", Reached = [], Steps = 1, Failures = failures };

    private static FoundFailure Failure(bool known) => new("some-check", "It did not hold.", known ? "somebody does it" : null);

    private string Tell()
    {
        using StringWriter output = new();
        _summary.Write(output, TimeSpan.FromSeconds(1));
        return output.ToString().TrimEnd();
    }
}
