using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Waves;

/// <summary>Reads the lanes of a wave and the number of segments of each.</summary>
public sealed class ReadLanes(PlanLedger plans, PolicyOptions policy) : IActivity<ReadLanes.Input, ReadLanes.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, Result> Name { get; } = new("ReadLanes");

    /// <inheritdoc />
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        WaveRecord wave = await plans.GetWaveAsync(input.RotationId, input.Wave, cancellationToken);
        int[] segments = new int[wave.Lanes];
        await foreach (SegmentRecord segment in plans.ListSegmentsAsync(input.RotationId, input.Wave, cancellationToken))
        {
            segments[segment.Lane]++;
        }

        return new(segments, wave.MaxInFlight > 0 ? wave.MaxInFlight : policy.MaxInFlight);
    }

    /// <summary>The lanes of a wave.</summary>
    /// <param name="Segments">The number of segments of each lane.</param>
    /// <param name="AtOnce">How many lanes may run in parallel. With more lanes than the rotation's cap, some wait.</param>
    public sealed record Result(IReadOnlyList<int> Segments, int AtOnce);

    public sealed record Input(string RotationId, int Wave);
}
