using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.RollingBack;

namespace TenantTokens.Rotations.Waves;

/// <summary>
/// Finds the first wave of a component that has not run yet. When there is none but targets are still pending, because of retries, they get
/// a new wave. A rotation that became an emergency gets wider waves instead of those that have not begun. Where one host must be seen
/// online before others follow, it goes ahead.
/// </summary>
public sealed class NextWave(
    RotationLedger rotations,
    TargetLedger targets,
    PlanLedger plans,
    WaveWriter writer,
    CanaryWaves canaries,
    PolicyOptions policy,
    AuditTrail audit,
    TimeProvider time)
    : IActivity<NextWave.Input, NextWave.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, Result> Name { get; } = new("NextWave");

    /// <inheritdoc />
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (input.Action is TargetAction.Apply && rotation.Restoring)
        {
            return new(null, IsCanary: false, IsLast: true); // another orchestration has changed the direction
        }

        if (input.Action is TargetAction.Apply && rotation is { Emergency: true, EscalationLaid: false })
        {
            await RebuildWavesAsync(rotation, cancellationToken);
        }

        if (await FindCanaryAsync(rotation, input, cancellationToken) is { } canary)
        {
            return new(canary, IsCanary: true, IsLast: false) { MustBeSeen = true };
        }

        WaveRecord[] open =
        [
            .. (await plans.ListWavesAsync(input.RotationId, cancellationToken))
                .Where(wave => wave.Component == input.Component && wave.Action == input.Action && wave.CompletedAt is null),
        ];
        return open is [var next, ..]
            ? new(next.Number, next.IsCanary, IsLast: open.Length == 1)
            : new(await AddWaveOfLeftAsync(rotation, input, cancellationToken), IsCanary: false, IsLast: true);
    }

    /// <summary>Returns the wave of the one host that must be seen online before others follow; null when none has to be.</summary>
    private async Task<int?> FindCanaryAsync(RotationRecord rotation, Input input, CancellationToken cancellationToken)
        => input.Action is TargetAction.Apply
            && rotation.Phase is RotationPhase.RotatingActiveGates or RotationPhase.RotatingOneAgents
            && CanaryWaves.Since(rotation, input.Component) is not null
                ? await canaries.NextAsync(
                    rotation,
                    input.Action,
                    input.Component,
                    await targets.ListAsync(input.RotationId, cancellationToken),
                    cancellationToken)
                : null;

    /// <summary>Adds a wave of the component's targets that are still pending; null when none is.</summary>
    private async Task<int?> AddWaveOfLeftAsync(RotationRecord rotation, Input input, CancellationToken cancellationToken)
    {
        TargetRecord[] left =
        [
            .. (await targets.ListAsync(input.RotationId, cancellationToken))
                .Where(target => target.Component == input.Component && target.IsOpenFor(TargetAction.Apply)),
        ];
        return left is [] ? null : await writer.AddAsync(
            input.RotationId,
            input.Action,
            input.Component,
            isCanary: false,
            rotation.Generation,
            left,
            cancellationToken);
    }

    /// <summary>
    /// Plans the remaining waves again for an emergency. Repeated after a crash, it plans the same targets once more, and the earlier waves
    /// are superseded. A wave with too many failures stays: an emergency does not answer what the approvers are asked about it.
    /// </summary>
    private async Task RebuildWavesAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(rotation.RotationId, cancellationToken);
        TargetRecord[] pending = [.. all.Where(static target => target.IsOpenFor(TargetAction.Apply))];
        await writer.SupersedeAsync(
            rotation.RotationId,
            time.GetUtcNow(),
            cancellationToken,
            but: await OverBudgetAsync(rotation.RotationId, all, cancellationToken));
        foreach (Component component in ComponentOrder.ActiveGatesFirst)
        {
            await writer.AddComponentAsync(rotation.RotationId, component, rotation.Generation, pending, cancellationToken);
        }

        await rotations.UpdateAsync(rotation.RotationId, static current => current with { EscalationLaid = true }, cancellationToken);
        await audit.AddAsync(
            rotation.RotationId,
            "escalated",
            AuditEvent.Product,
            $"{pending.Length} remaining targets go on in the waves of an emergency.",
            cancellationToken);
    }

    private async Task<List<int>> OverBudgetAsync(
        string rotationId, IReadOnlyList<TargetRecord> all, CancellationToken cancellationToken)
    {
        List<int> over = [];
        foreach (WaveRecord wave in (await plans.ListWavesAsync(rotationId, cancellationToken))
            .Where(static wave => wave is { Action: TargetAction.Apply, CompletedAt: null }))
        {
            IReadOnlyList<TargetRecord> members = await WaveMembers.ReadAsync(plans, rotationId, wave.Number, all, cancellationToken);
            if (WaveBudget.From(wave, members, all, policy.FailureBudget) is { IsExceeded: true, Failed.Count: > 0 })
            {
                over.Add(wave.Number);
            }
        }

        return over;
    }

    /// <summary>The input for finding the next wave.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="Component">The component.</param>
    /// <param name="Action">What the wave does. <see cref="NextRestore"/> finds the waves of a restore.</param>
    public sealed record Input(string RotationId, Component Component, TargetAction Action);

    /// <summary>The next wave.</summary>
    /// <param name="Number">The wave's number; null when none is left.</param>
    /// <param name="IsCanary">True for the first wave of its component.</param>
    /// <param name="IsLast">True when no other wave of its component is left.</param>
    public sealed record Result(int? Number, bool IsCanary, bool IsLast)
    {
        /// <summary>True when its one host must be seen online before others follow.</summary>
        public bool MustBeSeen { get; init; }
    }
}
