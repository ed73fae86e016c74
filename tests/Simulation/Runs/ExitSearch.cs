using TenantTokens.Rotations;
using TenantTokens.Simulation.Actors;

namespace TenantTokens.Simulation.Runs;

/// <summary>
/// Looks for a sequence of commands that ends a rotation which does not move any more. Each sequence is tried on a run of its own from the beginning, since a
/// command cannot be taken back; between its commands the operators and approvers do what they usually do.
/// </summary>
internal static class ExitSearch
{
    private static readonly RotationCommandKind[][] s_endings =
    [
        [RotationCommandKind.Resume],
        [RotationCommandKind.Abort],
        [RotationCommandKind.Resume, RotationCommandKind.Abort],
        [RotationCommandKind.Abort, RotationCommandKind.Resume],
        [RotationCommandKind.Adopt, RotationCommandKind.Resume],
        [RotationCommandKind.Escalate, RotationCommandKind.Resume],
        [RotationCommandKind.Retry, RotationCommandKind.Resume],
    ];

    /// <summary>The violation of a run that stands still; null when something ends it.</summary>
    public static Violation? Look(Story story, RunResult result, RunOptions options)
    {
        if (result.Stuck is null)
        {
            return null;
        }

        return s_endings.Any(ending => SeedRun.Play(story, options with { Ending = ending }).Stuck is null)
            ? null
            : new Violation("no-exit", $"It stands at {result.Stuck}, and nothing that was tried ends it ({string.Join("; ", s_endings.Select(static ending => string.Join(", ", ending)))}).", result.Lasted);
    }
}
