using TenantTokens.Durable;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Waves;

/// <summary>Runs the segments of one subscription and region one after another, so that the region's cap holds by construction.</summary>
public sealed class LaneOrchestrator : IOrchestrator<LaneOrchestrator.Input, WaveTally>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<Input, WaveTally> Name { get; } = new("Lane");

    /// <inheritdoc />
    public async Task<WaveTally> RunAsync(IOrchestrationContext context, Input input)
    {
        CountedContext counted = new(context);
        WaveTally total = WaveTally.None;
        for (int segment = input.From; segment < input.Segments; segment++)
        {
            if (counted.IsFull)
            {
                return total + await counted.CallSubOrchestratorAsync(Name, input with { From = segment });
            }

            total += await counted.CallSubOrchestratorAsync(
                SegmentOrchestrator.Name,
                new SegmentOrchestrator.Input(input.Wave, input.Lane, segment));
        }

        return total;
    }

    /// <summary>The lane to run. Stored in histories: changes by addition only.</summary>
    /// <param name="Wave">The wave it belongs to.</param>
    /// <param name="Lane">The lane's number in the wave.</param>
    /// <param name="Segments">The number of its segments.</param>
    /// <param name="From">The first segment to run. An earlier orchestration, whose history was full, ran those before it.</param>
    public sealed record Input(WaveOrchestrator.Input Wave, int Lane, int Segments, int From = 0);
}
