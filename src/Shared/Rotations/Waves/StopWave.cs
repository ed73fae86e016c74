using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Waves;

/// <summary>Stops a wave: nothing new is sent, and what is in flight finishes.</summary>
public sealed class StopWave(PlanLedger plans, AuditTrail audit) : IActivity<StopWave.Input, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, bool> Name { get; } = new("StopWave");

    /// <inheritdoc />
    public async Task<bool> RunAsync(Input input, CancellationToken cancellationToken)
    {
        await plans.StopWaveAsync(input.RotationId, input.Wave, cancellationToken);
        await audit.AddAsync(
            input.RotationId,
            "wave-stopped",
            AuditEvent.Product,
            $"Wave {input.Wave} sends nothing new.",
            cancellationToken);
        return true;
    }

    public sealed record Input(string RotationId, int Wave);
}
