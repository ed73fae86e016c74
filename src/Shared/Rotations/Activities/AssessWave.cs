using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Looks at a wave that has run: over budget, the approvers are asked before anything new is sent.</summary>
public sealed class AssessWave(TargetLedger targets, PlanLedger plans, PolicyOptions policy) : IActivity<AssessWaveInput, WaveAssessment>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<AssessWaveInput, WaveAssessment> Name { get; } = new("AssessWave");

    /// <inheritdoc />
    public async Task<WaveAssessment> RunAsync(AssessWaveInput input, CancellationToken cancellationToken)
    {
        WaveRecord wave = await plans.GetWaveAsync(input.RotationId, input.Wave, cancellationToken);
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(input.RotationId, cancellationToken);
        IReadOnlyList<TargetRecord> members = await WaveMembers.OfAsync(plans, input.RotationId, input.Wave, all, cancellationToken);
        WaveBudget budget = WaveBudget.Of(wave, members, all, policy.FailureBudget);
        int unsent = members.Count(static target => target.State is TargetState.Pending);
        return new(budget.IsExceeded, unsent);
    }
}
