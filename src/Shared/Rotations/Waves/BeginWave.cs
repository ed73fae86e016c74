using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Waves;

/// <summary>Begins a wave with what the failure budgets of the wave and the rotation still allow.</summary>
public sealed class BeginWave(TargetLedger targets, PlanLedger plans, PolicyOptions policy) : IActivity<BeginWave.Input, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, bool> Name { get; } = new("BeginWave");

    /// <inheritdoc />
    public async Task<bool> RunAsync(Input input, CancellationToken cancellationToken)
    {
        WaveRecord wave = await plans.GetWaveAsync(input.RotationId, input.Wave, cancellationToken);
        int limit = int.MaxValue;
        if (wave.Action is TargetAction.Apply)
        {
            IReadOnlyList<TargetRecord> all = await targets.ListAsync(input.RotationId, cancellationToken);
            IReadOnlyList<TargetRecord> members = await WaveMembers.ReadAsync(plans, input.RotationId, input.Wave, all, cancellationToken);
            limit = WaveBudget.From(wave, members, all, policy.FailureBudget).Remaining;
        }

        await plans.BeginWaveAsync(input.RotationId, input.Wave, limit, cancellationToken);
        return true;
    }

    public sealed record Input(string RotationId, int Wave);
}
