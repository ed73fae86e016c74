using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Lets a wave send, as far as the failure budgets of the wave and the run still allow.</summary>
public sealed class BeginWave(TargetLedger targets, PlanLedger plans, PolicyOptions policy) : IActivity<BeginWaveInput, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<BeginWaveInput, bool> Name { get; } = new("BeginWave");

    /// <inheritdoc />
    public async Task<bool> RunAsync(BeginWaveInput input, CancellationToken cancellationToken)
    {
        WaveRecord wave = await plans.GetWaveAsync(input.RotationId, input.Wave, cancellationToken);
        int limit = int.MaxValue;
        if (wave.Action is TargetAction.Apply)
        {
            IReadOnlyList<TargetRecord> all = await targets.ListAsync(input.RotationId, cancellationToken);
            IReadOnlyList<TargetRecord> members = await WaveMembers.OfAsync(plans, input.RotationId, input.Wave, all, cancellationToken);
            limit = WaveBudget.Of(wave, members, all, policy.FailureBudget).Remaining;
        }

        await plans.BeginWaveAsync(input.RotationId, input.Wave, limit, cancellationToken);
        return true;
    }
}
