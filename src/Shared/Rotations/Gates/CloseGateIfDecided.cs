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

    private static RotationRecord Decided(RotationRecord rotation, GateRecord gate) => gate.Outcome is GateOutcome.Approved
        ? GateDescriptions.From(gate.Kind).KeepApproved(rotation, gate.GateId)
        : rotation;
}
