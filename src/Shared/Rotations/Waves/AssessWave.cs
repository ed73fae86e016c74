using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Waves;

/// <summary>Evaluates a wave that has run. When it is over budget, the approvers are asked before anything new is sent.</summary>
public sealed class AssessWave(TargetLedger targets, PlanLedger plans, PolicyOptions policy)
    : IActivity<AssessWave.Input, AssessWave.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, Result> Name { get; } = new("AssessWave");

    /// <inheritdoc />
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        WaveRecord wave = await plans.GetWaveAsync(input.RotationId, input.Wave, cancellationToken);
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(input.RotationId, cancellationToken);
        IReadOnlyList<TargetRecord> members = await WaveMembers.ReadAsync(plans, input.RotationId, input.Wave, all, cancellationToken);
        WaveBudget budget = WaveBudget.From(wave, members, all, policy.FailureBudget);
        int unsent = members.Count(static target => target.State is TargetState.Pending);
        return new(budget.IsExceeded, unsent);
    }

    public sealed record Input(string RotationId, int Wave);

    /// <summary>The result of the evaluation.</summary>
    /// <param name="IsOverBudget">Whether the approvers must be asked first.</param>
    /// <param name="Unsent">The number of its targets that got no command because the wave was stopped.</param>
    public sealed record Result(bool IsOverBudget, int Unsent);
}
