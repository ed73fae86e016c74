using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Waves;

/// <summary>Records that a wave has run and its soak is over.</summary>
public sealed class CompleteWave(PlanLedger plans, AuditTrail audit, TimeProvider time) : IActivity<CompleteWave.Input, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, bool> Name { get; } = new("CompleteWave");

    /// <inheritdoc />
    public async Task<bool> RunAsync(Input input, CancellationToken cancellationToken)
    {
        WaveRecord wave = await plans.GetWaveAsync(input.RotationId, input.Wave, cancellationToken);
        await plans.PutWaveAsync(input.RotationId, wave with { CompletedAt = time.GetUtcNow() }, cancellationToken);
        await audit.AddAsync(
            input.RotationId,
            "wave-completed",
            AuditEvent.Product,
            $"Wave {wave.Number}: {wave.Action} of {wave.Targets} {wave.Component} targets.",
            cancellationToken);
        return true;
    }

    public sealed record Input(string RotationId, int Wave);
}
