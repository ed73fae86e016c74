using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// The first wave of a component that has not run yet. When there is none but some targets are still pending, those that were to be tried
/// again, they get a wave of their own. A rotation that became an emergency gets wider waves in place of those that have not begun.
/// </summary>
public sealed class NextWave(RotationLedger rotations, TargetLedger targets, PlanLedger plans, WaveWriter writer, AuditTrail audit, TimeProvider time) : IActivity<NextWaveInput, NextWaveOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<NextWaveInput, NextWaveOutcome> Name { get; } = new(nameof(NextWave));

    /// <inheritdoc />
    public async Task<NextWaveOutcome> RunAsync(NextWaveInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (input.Action is TargetAction.Apply && rotation is { Emergency: true, EscalationLaid: false })
        {
            await LayAgainAsync(rotation, cancellationToken);
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

        TargetRecord[] left = input.Action is TargetAction.Restore
            ? []
            : [.. (await targets.ListAsync(input.RotationId, cancellationToken)).Where(target => target.Component == input.Component && target.State is TargetState.Pending)];
        if (left.Length == 0)
        {
            return new(null, IsCanary: false, IsLast: true);
        }

        return new(await writer.AddAsync(input.RotationId, input.Action, input.Component, isCanary: false, rotation.Generation, left, cancellationToken), IsCanary: false, IsLast: true);
    }

    /// <summary>Repeated after a crash it lays the same targets once more; the waves of the first time are superseded.</summary>
    private async Task LayAgainAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        TargetRecord[] pending = [.. (await targets.ListAsync(rotation.RotationId, cancellationToken)).Where(static target => target.State is TargetState.Pending)];
        await writer.SupersedeAsync(rotation.RotationId, time.GetUtcNow(), cancellationToken);
        foreach (Component component in (Component[])[Component.ActiveGate, Component.OneAgent])
        {
            await writer.AddComponentAsync(rotation.RotationId, component, rotation.Generation, pending, cancellationToken);
        }

        await rotations.UpdateAsync(rotation.RotationId, static current => current with { EscalationLaid = true }, cancellationToken);
        await audit.AddAsync(rotation.RotationId, "escalated", AuditEvent.Product, $"{pending.Length} targets that are left go on in the waves of an emergency.", cancellationToken);
    }
}
