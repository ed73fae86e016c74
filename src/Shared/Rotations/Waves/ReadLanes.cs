using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Waves;

/// <summary>The lanes of a wave and how many segments each has.</summary>
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
    /// <param name="Segments">How many segments each lane has.</param>
    /// <param name="AtOnce">How many lanes may run side by side: with more lanes than the run's cap, some wait.</param>
    public sealed record Result(IReadOnlyList<int> Segments, int AtOnce);

    /// <summary>Which wave's lanes to read.</summary>
    /// <param name="RotationId">The rotation.</param>
    /// <param name="Wave">The wave.</param>
    public sealed record Input(string RotationId, int Wave);
}
