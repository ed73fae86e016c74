using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Runs;

/// <summary>What came of a run.</summary>
/// <param name="Hash">Of everything that happened.</param>
/// <param name="Lines">The trace.</param>
/// <param name="Violations">The first of each check.</param>
/// <param name="Reached">Combinations of phase, hold and actor.</param>
/// <param name="Steps">How often the clock let something happen.</param>
/// <param name="Lasted">On the clock that jumps.</param>
/// <param name="End">Where the rotation stands.</param>
internal sealed record RunResult(
    string Hash,
    IReadOnlyList<string> Lines,
    IReadOnlyList<Violation> Violations,
    IReadOnlyCollection<string> Reached,
    long Steps,
    TimeSpan Lasted,
    RotationPhase? End)
{
    /// <summary>Where it does not move any more; null when it has ended.</summary>
    public string? Stuck { get; init; }

    /// <summary>What ended it early, thrown and caught by nobody; null when nothing was.</summary>
    public string? Threw { get; init; }

    /// <summary>The commands that are allowed where it stands.</summary>
    public IReadOnlyList<OperatorCommandKind> Allowed { get; init; } = [];
}
