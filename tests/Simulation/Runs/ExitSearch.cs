using TenantTokens.Rotations;
using TenantTokens.Simulation.Actors;

namespace TenantTokens.Simulation.Runs;

/// <summary>
/// Looks for a sequence of commands that ends a rotation which does not move any more. Each sequence is tried on a run of its own from the
/// beginning, since a command cannot be taken back; between its commands the operators and approvers do what they usually do. What is
/// refused where it stands changes nothing, so a sequence ends before that. A sequence that ends the rotation early is one as well: none of
/// them is the beginning of another.
/// </summary>
internal static class ExitSearch
{
    private static readonly OperatorCommandKind[][] _endings =
    [
        [OperatorCommandKind.Resume, OperatorCommandKind.Abort],
        [OperatorCommandKind.Abort, OperatorCommandKind.Resume, OperatorCommandKind.Close],
        [OperatorCommandKind.Forward, OperatorCommandKind.Resume],
        // an outage may spoil the first
        [OperatorCommandKind.Adopt, OperatorCommandKind.Adopt, OperatorCommandKind.Resume, OperatorCommandKind.Close],
        [OperatorCommandKind.Escalate, OperatorCommandKind.Resume],
        [OperatorCommandKind.Retry, OperatorCommandKind.Resume],
        [OperatorCommandKind.Resume, OperatorCommandKind.Close],
    ];

    /// <summary>The violation of a run that stands still; null when something ends it.</summary>
    public static Violation? Look(Story story, RunResult result, RunOptions options)
    {
        if (result.Stuck is null)
        {
            return null;
        }

        OperatorCommandKind[][] tried = result.Stuck == SeedRun.RoundAndRound
            ? []
            : [.. _endings.Where(ending => result.Allowed.Contains(ending[0]))];
        return tried.Any(ending => SeedRun.Play(story, options with { Ending = ending }) is { Stuck: null, Threw: null })
            ? null
            : new Violation("no-exit", $"It stands at {result.Stuck}, and {Describe(tried)}.", result.Lasted);
    }

    private static string Describe(OperatorCommandKind[][] tried)
        => tried is []
            ? "there is nothing to try"
            : $"nothing that was tried ends it ({string.Join("; ", tried.Select(static ending => string.Join(", ", ending)))})";
}
