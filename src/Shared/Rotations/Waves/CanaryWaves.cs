using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Proving;

namespace TenantTokens.Rotations.Waves;

/// <summary>
/// Sends one host of a component ahead when the first must be seen online before others follow. A host that is off is no canary: then
/// another one goes.
/// </summary>
public sealed class CanaryWaves(PlanLedger plans, WaveWriter writer, WavePlanner planner, TimeProvider time)
{
    /// <summary>Since when a canary is needed; null when none is.</summary>
    public static DateTimeOffset? Since(RotationRecord rotation, Component component)
        => component is Component.ActiveGate ? rotation.ActiveGateCanarySince : rotation.OneAgentCanarySince;

    /// <summary>The row once the component's canary was seen.</summary>
    public static RotationRecord Seen(RotationRecord rotation, Component component)
        => component is Component.ActiveGate
            ? rotation with { ActiveGateCanarySince = null }
            : rotation with { OneAgentCanarySince = null };

    /// <summary>The row with a canary needed for both components; for none of them without a time.</summary>
    public static RotationRecord Needed(RotationRecord rotation, DateTimeOffset? since)
        => rotation with { ActiveGateCanarySince = since, OneAgentCanarySince = since };

    /// <summary>
    /// The wave of one that goes next: the one that is under way, else a new one. Null when no host of the component can be a canary.
    /// </summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="action">Apply or restore.</param>
    /// <param name="component">Whose canary.</param>
    /// <param name="all">All targets.</param>
    /// <param name="cancellationToken">Cancels between writes.</param>
    public async Task<int?> NextAsync(
        RotationRecord rotation,
        TargetAction action,
        Component component,
        IReadOnlyList<TargetRecord> all,
        CancellationToken cancellationToken)
    {
        foreach (WaveRecord wave in await plans.ListWavesAsync(rotation.RotationId, cancellationToken))
        {
            if (wave is not { IsProof: true, CompletedAt: null } || wave.Action != action || wave.Component != component)
            {
                continue;
            }

            IReadOnlyList<TargetRecord> members = await WaveMembers.ReadAsync(
                plans,
                rotation.RotationId,
                wave.Number,
                all,
                cancellationToken);
            if (members.Any(target => IsStillAsked(target, action)
                || (CanBeSeen(target) && (IsMoved(target, action) || target.IsUntriedFor(action, rotation.Generation)))))
            {
                return wave.Number;
            }

            await plans.PutWaveAsync(rotation.RotationId, wave with { CompletedAt = time.GetUtcNow() }, cancellationToken);
        }

        return Choose(rotation, action, component, all) is { } first
            ? await writer.AddProofAsync(rotation, action, component, first, cancellationToken)
            : null;
    }

    /// <summary>Whether a target stands where the action was to bring it: if Dynatrace sees it now, it is proved twice.</summary>
    public static bool IsMoved(TargetRecord target, TargetAction action)
        => target.State.HasReached(action) || (action is TargetAction.Apply && NotOnline.IsMarked(target));

    /// <summary>Whether it is known and on, so that Dynatrace could see it.</summary>
    public static bool CanBeSeen(TargetRecord target) => target is { AgentId: not null, Machine.IsReachable: true };

    /// <summary>
    /// One that was moved and not seen is looked at again before another host is touched. Then one whose move forward was proved: it is
    /// reachable, and its script works there. Then what was not tried yet; at last what failed.
    /// </summary>
    private TargetRecord? Choose(RotationRecord rotation, TargetAction action, Component component, IReadOnlyList<TargetRecord> all)
    {
        TargetRecord[] able = [.. all.Where(target => target.Component == component && CanBeSeen(target))];
        TargetRecord[] open = [.. able.Where(target => target.IsUntriedFor(action, rotation.Generation))];
        return First(
            component,
            able.Where(target => IsMoved(target, action) && target.Online is not true && target.ProvedAt >= Since(rotation, component)))
            ?? First(component, open.Where(static target => target.IsOnNewToken))
            ?? First(component, open)
            ?? (action is TargetAction.Restore
                ? First(
                    component,
                    able.Where(static target => target.IsOpenFor(TargetAction.Restore) && target.State is not TargetState.Unreachable))
                : null);
    }

    /// <summary>
    /// One that failed on the way forward is asked about before another goes: an orchestration that takes over meanwhile finds the same
    /// question, and sends nobody.
    /// </summary>
    private static bool IsStillAsked(TargetRecord target, TargetAction action)
        => action is TargetAction.Apply && target.State.IsFailure();

    private TargetRecord? First(Component component, IEnumerable<TargetRecord> some)
        => planner.Split(component, some) is [[var first, ..], ..] ? first : null;
}
