namespace TenantTokens.Rotations;

/// <summary>A move between phases that <see cref="PhaseTransitions"/> does not list. This is a bug.</summary>
/// <param name="from">The present phase.</param>
/// <param name="to">The refused phase.</param>
/// <param name="allowed">The phases that may follow.</param>
public sealed class PhaseTransitionException(RotationPhase from, RotationPhase to, IReadOnlyList<RotationPhase> allowed)
    : Exception(
        $"A rotation that is {from} cannot become {to}; allowed:"
            + $" {(allowed.Count == 0 ? "nothing, it has ended" : string.Join(", ", allowed))}.")
{
    /// <summary>The present phase.</summary>
    public RotationPhase From { get; } = from;

    /// <summary>The refused phase.</summary>
    public RotationPhase To { get; } = to;

    /// <summary>The phases that may follow.</summary>
    public IReadOnlyList<RotationPhase> Allowed { get; } = allowed;
}
