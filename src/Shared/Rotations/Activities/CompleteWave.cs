using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Records that a wave has run and soaked.</summary>
public sealed class CompleteWave(PlanLedger plans, AuditTrail audit, TimeProvider time) : IActivity<CompleteWaveInput, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<CompleteWaveInput, bool> Name { get; } = new("CompleteWave");

    /// <inheritdoc />
    public async Task<bool> RunAsync(CompleteWaveInput input, CancellationToken cancellationToken)
    {
        WaveRecord wave = await plans.GetWaveAsync(input.RotationId, input.Wave, cancellationToken);
        await plans.PutWaveAsync(input.RotationId, wave with { CompletedAt = time.GetUtcNow() }, cancellationToken);
        await audit.AddAsync(input.RotationId, "wave-completed", AuditEvent.Product, $"Wave {wave.Number}: {wave.Action} of {wave.Targets} {wave.Component} targets.", cancellationToken);
        return true;
    }
}
