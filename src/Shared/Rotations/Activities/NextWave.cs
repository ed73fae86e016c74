using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// The first wave of a component that has not run yet. When there is none but some targets are still pending, those that were to be tried
/// again, they get a wave of their own. A rotation that became an emergency gets wider waves in place of those that have not begun. Where one host must be seen
/// online before others follow, it goes ahead.
/// </summary>
public sealed class NextWave(
    RotationLedger rotations, TargetLedger targets, PlanLedger plans, WaveWriter writer, CanaryWaves canaries, PolicyOptions policy, AuditTrail audit, TimeProvider time)
    : IActivity<NextWaveInput, NextWaveOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<NextWaveInput, NextWaveOutcome> Name { get; } = new("NextWave");

    /// <inheritdoc />
    public async Task<NextWaveOutcome> RunAsync(NextWaveInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (input.Action is TargetAction.Apply && rotation.Restoring)
        {
            return new(null, IsCanary: false, IsLast: true); // another orchestration has turned it
        }

        if (input.Action is TargetAction.Apply && rotation is { Emergency: true, EscalationLaid: false })
        {
            await LayAgainAsync(rotation, cancellationToken);
        }

        if (input.Action is TargetAction.Apply
            && rotation.Phase is RotationPhase.RotatingActiveGates or RotationPhase.RotatingOneAgents
            && CanaryWaves.Since(rotation, input.Component) is not null
            && await canaries.NextAsync(rotation, input.Action, input.Component, await targets.ListAsync(input.RotationId, cancellationToken), cancellationToken) is { } canary)
        {
            return new(canary, IsCanary: true, IsLast: false) { MustBeSeen = true };
        }

        WaveRecord[] open =
        [
            .. (await plans.ListWavesAsync(input.RotationId, cancellationToken))
                .Where(wave => wave.Component == input.Component && wave.Action == input.Action && wave.CompletedAt is null),
        ];
        if (open is [var next, ..])
        {
            return new(next.Number, next.IsCanary, IsLast: open.Length == 1);
        }

        TargetRecord[] left =
            [.. (await targets.ListAsync(input.RotationId, cancellationToken)).Where(target => target.Component == input.Component && target.State is TargetState.Pending)];
        if (left.Length == 0)
        {
            return new(null, IsCanary: false, IsLast: true);
        }

        return new(await writer.AddAsync(input.RotationId, input.Action, input.Component, isCanary: false, rotation.Generation, left, cancellationToken), IsCanary: false, IsLast: true);
    }

    /// <summary>
    /// Repeated after a crash it lays the same targets once more; the waves of the first time are superseded. A wave in which too much has failed stays: what
    /// the approvers are asked about it is not answered by an emergency.
    /// </summary>
    private async Task LayAgainAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(rotation.RotationId, cancellationToken);
        TargetRecord[] pending = [.. all.Where(static target => target.State is TargetState.Pending)];
        await writer.SupersedeAsync(rotation.RotationId, time.GetUtcNow(), cancellationToken, but: await OverBudgetAsync(rotation.RotationId, all, cancellationToken));
        foreach (Component component in (Component[])[Component.ActiveGate, Component.OneAgent])
        {
            await writer.AddComponentAsync(rotation.RotationId, component, rotation.Generation, pending, cancellationToken);
        }

        await rotations.UpdateAsync(rotation.RotationId, static current => current with { EscalationLaid = true }, cancellationToken);
        await audit.AddAsync(rotation.RotationId, "escalated", AuditEvent.Product, $"{pending.Length} targets that are left go on in the waves of an emergency.", cancellationToken);
    }

    private async Task<List<int>> OverBudgetAsync(string rotationId, IReadOnlyList<TargetRecord> all, CancellationToken cancellationToken)
    {
        List<int> over = [];
        foreach (WaveRecord wave in (await plans.ListWavesAsync(rotationId, cancellationToken)).Where(static wave => wave is { Action: TargetAction.Apply, CompletedAt: null }))
        {
            IReadOnlyList<TargetRecord> members = await WaveMembers.OfAsync(plans, rotationId, wave.Number, all, cancellationToken);
            if (WaveBudget.Of(wave, members, all, policy.FailureBudget) is { IsExceeded: true, Failed.Count: > 0 })
            {
                over.Add(wave.Number);
            }
        }

        return over;
    }
}
