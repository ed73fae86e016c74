using TenantTokens.Durable;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Moves a rotation to another phase (<see cref="PhaseMover"/>).</summary>
public sealed class MovePhase(PhaseMover phases) : IActivity<PhaseMove, RotationPhase>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<PhaseMove, RotationPhase> Name { get; } = new("MovePhase");

    /// <inheritdoc />
    public Task<RotationPhase> RunAsync(PhaseMove input, CancellationToken cancellationToken)
        => phases.MoveAsync(input, cancellationToken);
}
