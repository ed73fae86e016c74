using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Rotations.Commands;

namespace TenantTokens.Rotations.Gates;

/// <summary>
/// Counts a gate's votes and closes it when they decide it. An abort that was given before takes precedence: the gate is withdrawn.
/// </summary>
public sealed class CloseGateIfDecided(GateDecision decision, OperatorCommandLedger commands) : IActivity<GateInput, GateOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<GateInput, GateOutcome> Name { get; } = new("SettleGate");

    /// <inheritdoc />
    public Task<GateOutcome> RunAsync(GateInput input, CancellationToken cancellationToken)
        => decision.DecideAsync(
            input.RotationId,
            input.GateId,
            async rotation => await commands.NextAsync(rotation, cancellationToken) is { Kind: OperatorCommandKind.Abort },
            Decided,
            cancellationToken);

    private static RotationRecord Decided(RotationRecord rotation, GateRecord gate) => gate switch
    {
        { Outcome: GateOutcome.Approved, Kind: GateKind.Adopt } => rotation with { AdoptGateId = gate.GateId },
        { Outcome: GateOutcome.Approved, Kind: GateKind.Finish } => rotation with { FinishGateId = gate.GateId },
        { Outcome: GateOutcome.Approved, Kind: GateKind.Cancel } => rotation with { CancelGateId = gate.GateId },
        _ => rotation,
    };
}
