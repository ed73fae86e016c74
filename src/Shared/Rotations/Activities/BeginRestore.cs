using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// Turns the direction: a new generation, so that hosts refuse any apply that is still under way, and a wave for each component over every target
/// to which an apply was ever sent, whatever it answered (I7).
/// </summary>
public sealed class BeginRestore(RotationLedger rotations, TargetLedger targets, WaveWriter waves, AuditTrail audit, TimeProvider time) : IActivity<BeginRestoreInput, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<BeginRestoreInput, bool> Name { get; } = new(nameof(BeginRestore));

    /// <inheritdoc />
    public async Task<bool> RunAsync(BeginRestoreInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (!rotation.Restoring)
        {
            long generation = await rotations.NextGenerationAsync(rotation.EnvironmentId, cancellationToken);
            rotation = await rotations.UpdateAsync(input.RotationId, current => current with { Restoring = true, Generation = generation }, cancellationToken);
        }

        await waves.SupersedeAsync(input.RotationId, time.GetUtcNow(), cancellationToken);
        TargetRecord[] touched = [.. (await targets.ListAsync(input.RotationId, cancellationToken)).Where(static target => target is { IsTouched: true, State: not TargetState.Restored })];
        foreach (Component component in (Component[])[Component.OneAgent, Component.ActiveGate])
        {
            TargetRecord[] members = [.. touched.Where(target => target.Component == component)];
            if (members.Length > 0)
            {
                await waves.AddAsync(input.RotationId, TargetAction.Restore, component, isCanary: false, rotation.Generation, members, cancellationToken);
            }
        }

        await audit.AddAsync(input.RotationId, "restore-begun", AuditEvent.Product, $"{touched.Length} touched targets get the old token back{(input.RetryLeft ? ", once more" : "")}.", cancellationToken);
        return true;
    }
}
