using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Stops a wave: nothing new is sent, what is in flight finishes.</summary>
public sealed class StopWave(PlanLedger plans, AuditTrail audit) : IActivity<StopWaveInput, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<StopWaveInput, bool> Name { get; } = new("StopWave");

    /// <inheritdoc />
    public async Task<bool> RunAsync(StopWaveInput input, CancellationToken cancellationToken)
    {
        await plans.StopWaveAsync(input.RotationId, input.Wave, cancellationToken);
        await audit.AddAsync(input.RotationId, "wave-stopped", AuditEvent.Product, $"Wave {input.Wave} sends nothing new.", cancellationToken);
        return true;
    }
}
