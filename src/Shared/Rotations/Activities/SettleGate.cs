using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Counts a gate's votes and closes it when they decide it.</summary>
public sealed class SettleGate(RotationLedger rotations, GateLedger gates) : IActivity<SettleGateInput, GateOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<SettleGateInput, GateOutcome> Name { get; } = new(nameof(SettleGate));

    /// <inheritdoc />
    public async Task<GateOutcome> RunAsync(SettleGateInput input, CancellationToken cancellationToken)
    {
        GateRecord gate = await gates.FindAsync(input.RotationId, input.GateId, cancellationToken)
            ?? throw new KeyNotFoundException($"Rotation {input.RotationId} has no gate {input.GateId}.");
        GateOutcome outcome = await gates.EvaluateAsync(input.RotationId, gate, cancellationToken);
        if (outcome is GateOutcome.Undecided or GateOutcome.Held)
        {
            return outcome;
        }

        outcome = await gates.CloseAsync(input.RotationId, input.GateId, outcome, cancellationToken);
        if (outcome is GateOutcome.Approved)
        {
            await rotations.UpdateAsync(input.RotationId, rotation => Approved(rotation, gate), cancellationToken);
        }

        return outcome;
    }

    private static RotationRecord Approved(RotationRecord rotation, GateRecord gate) => gate.Kind switch
    {
        GateKind.Adopt => rotation with { AdoptGateId = gate.GateId },
        GateKind.Finish => rotation with { FinishGateId = gate.GateId },
        GateKind.Cancel => rotation with { CancelGateId = gate.GateId },
        _ => rotation,
    };
}
