using TenantTokens.Durable;
using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Waves;

/// <summary>Runs a wave: its lanes (subscription and region) in parallel.</summary>
public sealed class WaveOrchestrator : IOrchestrator<WaveOrchestrator.Input, WaveTally>
{
    /// <summary>The registered name.</summary>
    public static OrchestratorName<Input, WaveTally> Name { get; } = new("Wave");

    /// <inheritdoc />
    public async Task<WaveTally> RunAsync(IOrchestrationContext context, Input input)
    {
        CountedContext counted = new(context);
        ReadLanes.Result lanes = await counted.CallActivityAsync(
            ReadLanes.Name,
            new ReadLanes.Input(input.RotationId, input.Wave),
            OutageRetry.Policy);
        List<Task<WaveTally>> running = [];
        WaveTally total = WaveTally.None;
        int lane = input.FromLane;
        while (running.Count > 0 || (lane < lanes.Segments.Count && !counted.IsFull))
        {
            while (lane < lanes.Segments.Count && running.Count < lanes.AtOnce && !counted.IsFull)
            {
                running.Add(
                    counted.CallSubOrchestratorAsync(LaneOrchestrator.Name, new LaneOrchestrator.Input(input, lane, lanes.Segments[lane])));
                lane++;
            }

            Task<WaveTally> ended = await Task.WhenAny(running);
            running.Remove(ended);
            total += await ended;
        }

        return lane == lanes.Segments.Count ? total : total + await counted.CallSubOrchestratorAsync(Name, input with { FromLane = lane });
    }

    /// <summary>The wave to run. Stored in histories: changes by addition only.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="Wave">The wave's number.</param>
    /// <param name="Waits">The policy's waits.</param>
    /// <param name="FromLane">The first lane to run. An earlier orchestration, whose history was full, ran those before it.</param>
    public sealed record Input(string RotationId, int Wave, RotationWaits Waits, int FromLane = 0);
}
