using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>
/// Looks at a wave that has run: a canary or an ActiveGate that is not on the new token holds the rotation. Other OneAgents go into the named rest.
/// </summary>
public sealed class AssessWave(TargetLedger targets, PlanLedger plans) : IActivity<AssessWaveInput, WaveAssessment>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<AssessWaveInput, WaveAssessment> Name { get; } = new(nameof(AssessWave));

    /// <inheritdoc />
    public async Task<WaveAssessment> RunAsync(AssessWaveInput input, CancellationToken cancellationToken)
    {
        WaveRecord wave = await plans.GetWaveAsync(input.RotationId, input.Wave, cancellationToken);
        if (!wave.IsCanary && wave.Component is not Component.ActiveGate)
        {
            return new();
        }

        List<TargetRecord> failed = [];
        int members = 0;
        await foreach (SegmentRecord segment in plans.ListSegmentsAsync(input.RotationId, input.Wave, cancellationToken))
        {
            foreach (string targetId in segment.TargetIds)
            {
                TargetRecord target = await targets.GetAsync(input.RotationId, targetId, cancellationToken);
                members++;
                if (!target.IsOnNewToken)
                {
                    failed.Add(target);
                }
            }
        }

        if (failed.Count == 0)
        {
            return new();
        }

        string names = string.Join("; ", failed.Take(3).Select(static target => $"{target.Name} is {target.State} ({target.Code}: {target.Message})"));
        string code = wave.Component is Component.ActiveGate ? HoldCodes.ActiveGatesNotSettled : HoldCodes.CanaryFailed;
        return new(code, $"{failed.Count} of {members} in wave {wave.Number} are not on the new token: {names}. Both tokens are valid. Mend it and resume, or abort.");
    }
}
