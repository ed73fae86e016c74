using TenantTokens.Simulation.Actors;

namespace TenantTokens.Simulation.Runs;

/// <summary>
/// Finds the fewest events of a story that still violate a check, or fewer: a story that goes round and round costs as many steps as a
/// hundred others, so it stops after <see cref="MaxSteps"/> with what it has.
/// </summary>
internal static class Shrinker
{
    private const int MaxLines = 9;
    private const long MaxSteps = 100_000;
    private const string NoExit = "no-exit";

    /// <summary>The shrunk story and what it leads to, in about ten lines.</summary>
    public static IReadOnlyList<string> Shrink(Story story, string check, RunOptions options)
    {
        (Story shrunk, RunResult result, Violation violation) = Fewest(story, check, options);
        List<string> lines = [$"{shrunk.Scenery}.", .. shrunk.Events.Select(static one => $"- {one}")];
        List<string> told = [.. result.Lines.TakeWhile(static line => !line.Contains("VIOLATED", StringComparison.Ordinal))];
        lines.AddRange(told.TakeLast(Math.Max(3, MaxLines - lines.Count)));
        lines.Add($"=> {violation.Message}");
        return lines;
    }

    private static (Story Story, RunResult Result, Violation Violation) Fewest(Story story, string check, RunOptions options)
    {
        (Story Story, RunResult Result, Violation Violation) whole = Try(story, check, options)
            ?? throw new InvalidOperationException($"Seed {story.Seed} does not violate {check} any more.");
        (Story Story, RunResult Result, Violation Violation) best = whole;
        Story small = story with { Scenery = story.Scenery with { Machines = 5, Quorum = 1, HasSqliteLedger = false } };
        best = Try(small, check, options) ?? best;
        long steps = whole.Result.Steps;
        bool again = true;
        while (again)
        {
            again = false;
            foreach (StoryEvent left in best.Story.Events.Reverse().TakeWhile(_ => steps < MaxSteps))
            {
                steps += best.Result.Steps;
                if (Try(best.Story.Without(one => one.Number == left.Number), check, options) is { } fewer)
                {
                    (best, again) = (fewer, true);
                }
            }
        }

        // Whether nothing ends it is searched once, at the end: each search is a run for every sequence of commands.
        return check != NoExit || ExitSearch.Look(best.Story, best.Result, options) is not null ? best : whole;
    }

    private static (Story Story, RunResult Result, Violation Violation)? Try(Story story, string check, RunOptions options)
    {
        RunResult result = SeedRun.Play(story, options);
        Violation? violation = result.Violations.FirstOrDefault(found => found.Check == check)
            ?? (check == NoExit && result.Stuck is { } stuck
                ? new Violation(NoExit, $"It stands at {stuck}, and nothing that was tried ends it.", result.Lasted)
                : null);
        return violation is null ? null : (story, result, violation);
    }
}
