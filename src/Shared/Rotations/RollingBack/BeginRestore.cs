using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.RollingBack;

/// <summary>
/// Changes the direction to a restore: a new generation, so that hosts refuse any apply still in flight, and for each component a wave with
/// every target that may have the new token (docs/invariants.md#i7). When nothing may be restored, it changes nothing.
/// </summary>
public sealed class BeginRestore(
    RotationLedger rotations,
    TargetLedger targets,
    WaveWriter waves,
    GateLedger gates,
    RestoreDirection direction,
    AuditTrail audit,
    TimeProvider time)
    : IActivity<BeginRestore.Input, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, bool> Name { get; } = new("BeginRestore");

    /// <summary>Returns whether the restore has begun, now or earlier.</summary>
    public async Task<bool> RunAsync(Input input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if ((await direction.DecideAsync(rotation, cancellationToken)).Order is RestoreOrder.GoForward or RestoreOrder.Ask)
        {
            return false;
        }

        if (!rotation.Restoring)
        {
            long generation = await rotations.NextGenerationAsync(rotation.EnvironmentId, cancellationToken);
            rotation = await rotations.UpdateAsync(
                input.RotationId,
                current => CanaryWaves.Needed(current with { Restoring = true, Generation = generation }, time.GetUtcNow()),
                cancellationToken);
        }

        await waves.SupersedeAsync(input.RotationId, time.GetUtcNow(), cancellationToken);
        int touched = await AddWavesAsync(rotation, cancellationToken);
        if (rotation.FinishGateId is { } approved)
        {
            await NoteOverruledAsync(input.RotationId, approved, cancellationToken);
        }

        string detail = $"{touched} targets that may be on the new token get the old one back{(input.RetryLeft ? ", once more" : "")}.";
        await audit.AddAsync(input.RotationId, "restore-begun", AuditEvent.Product, detail, cancellationToken);
        return true;
    }

    /// <summary>Adds a wave for each component that has something to restore. Returns the number of targets.</summary>
    private async Task<int> AddWavesAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        TargetRecord[] touched =
        [
            .. (await targets.ListAsync(rotation.RotationId, cancellationToken))
                .Where(static target => target.IsOpenFor(TargetAction.Restore)),
        ];
        foreach (Component component in ComponentOrder.OneAgentsFirst)
        {
            TargetRecord[] members = [.. touched.Where(target => target.Component == component)];
            if (members.Length > 0)
            {
                await waves.AddAsync(
                    rotation.RotationId,
                    TargetAction.Restore,
                    component,
                    isCanary: false,
                    rotation.Generation,
                    members,
                    cancellationToken);
            }
        }

        return touched.Length;
    }

    /// <summary>Records on the gate that its approval will not be carried out, so that its page shows that.</summary>
    private async Task NoteOverruledAsync(string rotationId, string gateId, CancellationToken cancellationToken)
        => await gates.NoteAsync(
            rotationId,
            gateId,
            gate => gate is { Outcome: GateOutcome.Approved, OverruledAt: null } ? gate with { OverruledAt = time.GetUtcNow() } : gate,
            cancellationToken);

    /// <summary>The input for beginning a restore.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="RetryLeft">True when an approver asked to try the remaining targets once more.</param>
    public sealed record Input(string RotationId, bool RetryLeft);
}
