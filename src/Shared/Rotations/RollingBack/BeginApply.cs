using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.RollingBack;

/// <summary>
/// Goes forward again after a restore: a new generation, and every reachable target without the new token becomes pending.
/// </summary>
public sealed class BeginApply(RotationLedger rotations, TargetLedger targets, WaveWriter waves, AuditTrail audit, TimeProvider time)
    : IActivity<string, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, bool> Name { get; } = new("BeginApply");

    /// <inheritdoc />
    public async Task<bool> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        if (!rotation.Restoring)
        {
            return true;
        }

        await TurnAsync(rotation, isCanaryNeeded: false, cancellationToken);
        return true;
    }

    /// <summary>
    /// Changes the direction. The generation comes first: from then on no host obeys commands of the old direction. Repeated after a crash,
    /// it raises the generation once more and plans the same waves again.
    /// </summary>
    internal async Task TurnAsync(RotationRecord rotation, bool isCanaryNeeded, CancellationToken cancellationToken)
    {
        string rotationId = rotation.RotationId;
        long generation = await rotations.NextGenerationAsync(rotation.EnvironmentId, cancellationToken);
        await rotations.UpdateAsync(
            rotationId,
            current => CanaryWaves.Needed(current with { Generation = generation }, isCanaryNeeded ? time.GetUtcNow() : null),
            cancellationToken);
        TargetRecord[] again =
        [
            .. (await targets.ListAsync(rotationId, cancellationToken))
                .Where(
                    target => target is { Machine: not null, State: not TargetState.Uncovered, IsOnNewToken: false, CanAcceptOther: false }
                        && (rotation.Restoring || target.State is not TargetState.Skipped))
                .Select(static target => target.ResetForRetry(TargetCause.SentForwardAgain)),
        ];
        await targets.PutAsync(rotationId, again, cancellationToken);
        await waves.SupersedeAsync(rotationId, time.GetUtcNow(), cancellationToken);
        foreach (Component component in ComponentOrder.ActiveGatesFirst)
        {
            await waves.AddComponentAsync(rotationId, component, generation, again, cancellationToken);
        }

        await rotations.UpdateAsync(rotationId, static current => current with { Restoring = false, Cancel = null }, cancellationToken);
        await audit.AddAsync(rotationId, "apply-begun", AuditEvent.Product, $"{again.Length} targets go forward again.", cancellationToken);
    }
}
