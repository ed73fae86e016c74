using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Proving;

namespace TenantTokens.Rotations.Waves;

/// <summary>
/// Makes the waves of one host that goes ahead, when it must be seen online before others of its component follow. A host that is off is no
/// canary; another one goes.
/// </summary>
public sealed class CanaryWaves(PlanLedger plans, WaveWriter writer, WavePlanner planner, TimeProvider time)
{
    /// <summary>Returns since when a canary is needed (UTC); null when none is.</summary>
    public static DateTimeOffset? Since(RotationRecord rotation, Component component)
        => component is Component.ActiveGate ? rotation.ActiveGateCanarySince : rotation.OneAgentCanarySince;

    /// <summary>Returns the rotation's row after the component's canary was seen.</summary>
    public static RotationRecord Seen(RotationRecord rotation, Component component)
        => component is Component.ActiveGate
            ? rotation with { ActiveGateCanarySince = null }
            : rotation with { OneAgentCanarySince = null };

    /// <summary>Returns the rotation's row with a canary needed for both components since a time; for neither when it is null.</summary>
    public static RotationRecord Needed(RotationRecord rotation, DateTimeOffset? since)
        => rotation with { ActiveGateCanarySince = since, OneAgentCanarySince = since };

    /// <summary>
    /// Finds the next wave of one host: the one in progress, else a new one. Null when no host of the component can be a canary.
    /// </summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="action">Apply or restore.</param>
    /// <param name="component">The component.</param>
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

    /// <summary>Whether a target has the token that the action brings. If Dynatrace also sees it online, it is proved twice.</summary>
    public static bool IsMoved(TargetRecord target, TargetAction action)
        => target.State.HasReached(action) || (action is TargetAction.Apply && NotOnline.IsMarked(target));

    /// <summary>Whether Dynatrace could see the target: its agent is known and its machine is on.</summary>
    public static bool CanBeSeen(TargetRecord target) => target is { AgentId: not null, Machine.IsReachable: true };

    /// <summary>
    /// Chooses the canary. First comes a host that was changed and not seen, so that no other is changed before it is checked again. Then a
    /// host that was proved on the way forward: it is reachable and its script works. Then one that was not tried yet, and last one that
    /// failed.
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
    /// Whether a failed canary still awaits a decision. On the way forward none follows it before that, so that a new orchestration finds
    /// the same question and sends nothing.
    /// </summary>
    private static bool IsStillAsked(TargetRecord target, TargetAction action)
        => action is TargetAction.Apply && target.State.IsFailure();

    private TargetRecord? First(Component component, IEnumerable<TargetRecord> some)
        => planner.Split(component, some) is [[var first, ..], ..] ? first : null;
}
