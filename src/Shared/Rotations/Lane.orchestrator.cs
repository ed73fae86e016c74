using TenantTokens.Durable;

namespace TenantTokens.Rotations;

/// <summary>Runs the segments of one subscription and region one after another, so the region's cap holds by construction.</summary>
public sealed class LaneOrchestrator : IOrchestrator<LaneInput, WaveTally>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<LaneInput, WaveTally> Name { get; } = new("Lane");

    /// <inheritdoc />
    public async Task<WaveTally> RunAsync(IOrchestrationContext context, LaneInput input)
    {
        CountedContext counted = new(context);
        WaveTally total = WaveTally.None;
        for (int segment = input.From; segment < input.Segments; segment++)
        {
            if (counted.IsFull)
            {
                return total + await counted.CallSubOrchestratorAsync(Name, input with { From = segment });
            }

            total += await counted.CallSubOrchestratorAsync(SegmentOrchestrator.Name, new SegmentInput(input.Wave, input.Lane, segment));
        }

        return total;
    }
}
