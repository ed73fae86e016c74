using TenantTokens.Simulation.Actors;

namespace TenantTokens.Simulation.Runs;

/// <summary>Plays seeds and says what they violate.</summary>
/// <param name="options">How.</param>
/// <param name="shrinksAll">Whether every failure is shrunk; otherwise the first of each known kind, and all that are not known.</param>
internal sealed class SeedPlayer(RunOptions options, bool shrinksAll)
{
    private readonly HashSet<string> _shrunk = new(StringComparer.Ordinal);

    public SeedReport Play(int seed)
    {
        Story story = Story.Of(seed);
        RunResult result = SeedRun.Play(story, options);
        List<Violation> violations = [.. result.Violations];
        if (ExitSearch.Look(story, result, options) is { } stuck)
        {
            violations.Add(stuck);
        }

        return new SeedReport
        {
            Seed = seed,
            Hash = result.Hash,
            Reached = result.Reached,
            Steps = result.Steps,
            Failures = [.. violations.Select(violation => Found(story, violation))],
        };
    }

    private FoundFailure Found(Story story, Violation violation)
    {
        string? until = KnownFailures.UntilOf(violation.Check, violation.Message);
        bool shrinks = shrinksAll || until is null || _shrunk.Add(violation.Check);
        return new FoundFailure(violation.Check, violation.Message, until, shrinks ? Shrinker.Shrink(story, violation.Check, options) : []);
    }
}
