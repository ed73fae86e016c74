using TenantTokens.Simulation.Actors;

namespace TenantTokens.Simulation.Runs;

/// <summary>Plays seeds and says what they violate.</summary>
/// <param name="options">How.</param>
internal sealed class SeedPlayer(RunOptions options)
{
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
            Failures =
            [
                .. violations.Select(
                    static found => new FoundFailure(found.Check, found.Message, KnownFailures.UntilOf(found.Check, found.Message))),
            ],
            EndsProcess = result.Threw is not null,
        };
    }
}
