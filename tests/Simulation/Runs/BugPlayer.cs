using TenantTokens.Simulation.Actors;
using TenantTokens.Simulation.Bugs;
using TenantTokens.Simulation.Checks;

namespace TenantTokens.Simulation.Runs;

/// <summary>Plays seeds with a bug, and says where the check that has to catch it does.</summary>
/// <param name="bug">The bug.</param>
internal sealed class BugPlayer(PlantedBug bug)
{
    private const string NoExit = "no-exit";
    private readonly RunOptions _without = new()
    {
        Checks = [.. AllChecks.List.Where(check => check.Name == bug.Check)],
        EndsAtViolation = bug.Check is not NoExit,
    };

    /// <summary>What the check says with the bug; nothing when it says something without it, too.</summary>
    public SeedReport Play(int seed)
    {
        Story story = Story.Of(seed);
        (RunResult result, Violation? caught) = Look(story, _without with { Bug = bug });
        bool isProof = caught is not null && Look(story, _without).Violation is null;
        return new SeedReport
        {
            Seed = seed,
            Hash = result.Hash,
            Reached = result.Reached,
            Steps = result.Steps,
            Failures = isProof ? [new FoundFailure(bug.Check, caught!.Message, KnownUntil: null)] : [],
            EndsProcess = result.Threw is not null,
        };
    }

    private (RunResult Result, Violation? Violation) Look(Story story, RunOptions options)
    {
        RunResult result = SeedRun.Play(story, options);
        return (result, result.Violations.FirstOrDefault(found => found.Check == bug.Check)
            ?? (bug.Check is NoExit ? ExitSearch.Look(story, result, options) : null));
    }
}
