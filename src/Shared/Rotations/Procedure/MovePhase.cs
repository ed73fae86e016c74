using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Procedure;

/// <summary>Moves a rotation to another phase (<see cref="PhaseMover"/>).</summary>
public sealed class MovePhase(RotationLedger rotations, AuditTrail audit, TimeProvider time) : IActivity<PhaseMove, RotationPhase>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<PhaseMove, RotationPhase> Name { get; } = new("MovePhase");

    /// <inheritdoc />
    public Task<RotationPhase> RunAsync(PhaseMove input, CancellationToken cancellationToken)
        => new PhaseMover(rotations, audit, time).MoveAsync(input, cancellationToken);
}
