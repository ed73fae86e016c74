using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>The lanes of a wave and how many segments each has.</summary>
public sealed class ReadLanes(PlanLedger plans, PolicyOptions policy) : IActivity<ReadLanesInput, LaneList>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<ReadLanesInput, LaneList> Name { get; } = new("ReadLanes");

    /// <inheritdoc />
    public async Task<LaneList> RunAsync(ReadLanesInput input, CancellationToken cancellationToken)
    {
        WaveRecord wave = await plans.GetWaveAsync(input.RotationId, input.Wave, cancellationToken);
        int[] segments = new int[wave.Lanes];
        await foreach (SegmentRecord segment in plans.ListSegmentsAsync(input.RotationId, input.Wave, cancellationToken))
        {
            segments[segment.Lane]++;
        }

        return new(segments, wave.MaxInFlight > 0 ? wave.MaxInFlight : policy.MaxInFlight);
    }
}
