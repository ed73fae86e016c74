using TenantTokens.Testing.Moves;

namespace TenantTokens.Simulation.Checks;

/// <summary>Each move of a target is one that <see cref="TargetMoves"/> allows.</summary>
internal sealed class TargetsMoveByTheTable : Check<Happening.TargetWritten>
{
    public override string Name => "moves-of-targets";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.TargetWritten happening)
        => happening.Before is { } before
            && sight.Rotation is { Phase: var phase } && TargetMoves.AreWatchedIn(phase)
            && TargetMoves.Refusal(before, happening.After) is { } refusal
            ? [refusal]
            : [];
}
