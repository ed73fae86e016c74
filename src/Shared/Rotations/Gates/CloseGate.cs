using TenantTokens.Approvals;
using TenantTokens.Durable;

namespace TenantTokens.Rotations.Gates;

/// <summary>Closes a gate whose question is out of date because the rotation is aborted.</summary>
public sealed class CloseGate(GateLedger gates) : IActivity<GateInput, GateOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<GateInput, GateOutcome> Name { get; } = new("CloseGate");

    /// <inheritdoc />
    public Task<GateOutcome> RunAsync(GateInput input, CancellationToken cancellationToken)
        => gates.SupersedeAsync(input.RotationId, input.GateId, cancellationToken);
}
