using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// The first wave of a component that has not run yet. When there is none but some targets are still pending, those that were to be tried
/// again, they get a wave of their own.
/// </summary>
public sealed class NextWave(RotationLedger rotations, TargetLedger targets, PlanLedger plans, WaveWriter writer) : IActivity<NextWaveInput, NextWaveOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<NextWaveInput, NextWaveOutcome> Name { get; } = new(nameof(NextWave));

    /// <inheritdoc />
    public async Task<NextWaveOutcome> RunAsync(NextWaveInput input, CancellationToken cancellationToken)
    {
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

        long generation = (await rotations.GetAsync(input.RotationId, cancellationToken)).Generation;
        return new(await writer.AddAsync(input.RotationId, input.Action, input.Component, isCanary: false, generation, left, cancellationToken), IsCanary: false, IsLast: true);
    }
}
