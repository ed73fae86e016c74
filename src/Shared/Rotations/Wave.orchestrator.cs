using TenantTokens.Durable;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations;

/// <summary>Runs a wave: its lanes (subscription and region) side by side.</summary>
public sealed class WaveOrchestrator : IOrchestrator<WaveInput, WaveTally>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<WaveInput, WaveTally> Name { get; } = new("Wave");

    /// <inheritdoc />
    public async Task<WaveTally> RunAsync(IOrchestrationContext context, WaveInput input)
    {
        CountedContext counted = new(context);
        LaneList lanes = await counted.CallActivityAsync(ReadLanes.Name, new ReadLanesInput(input.RotationId, input.Wave), WaveInput.Outage);
        List<Task<WaveTally>> running = [];
        WaveTally total = WaveTally.None;
        int lane = input.FromLane;
        while (running.Count > 0 || (lane < lanes.Segments.Count && !counted.IsFull))
        {
            while (lane < lanes.Segments.Count && running.Count < lanes.AtOnce && !counted.IsFull)
            {
                running.Add(counted.CallSubOrchestratorAsync(LaneOrchestrator.Name, new LaneInput(input, lane, lanes.Segments[lane])));
                lane++;
            }

            Task<WaveTally> ended = await Task.WhenAny(running);
            running.Remove(ended);
            total += await ended;
        }

        return lane == lanes.Segments.Count ? total : total + await counted.CallSubOrchestratorAsync(Name, input with { FromLane = lane });
    }
}
