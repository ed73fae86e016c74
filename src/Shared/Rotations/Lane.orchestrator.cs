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
        WaveTally total = WaveTally.None;
        for (int segment = 0; segment < input.Segments; segment++)
        {
            total += await context.CallSubOrchestratorAsync(SegmentOrchestrator.Name, new SegmentInput(input.Wave, input.Lane, segment));
        }

        return total;
    }
}
