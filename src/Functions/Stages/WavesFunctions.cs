using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of waves.</summary>
public sealed class WavesFunctions(TaskRunner tasks)
{
    [Function("Lane")]
    public static Task<Payload> Lane([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("Segment")]
    public static Task<Payload> Segment([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("Wave")]
    public static Task<Payload> Wave([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("AddReprobeWave")]
    public Task<Payload> AddReprobeWaveAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(AddReprobeWave.Name.Value, input, stop);

    [Function("AssessWave")]
    public Task<Payload> AssessWaveAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(AssessWave.Name.Value, input, stop);

    [Function("BeginWave")]
    public Task<Payload> BeginWaveAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(BeginWave.Name.Value, input, stop);

    [Function("CheckWindow")]
    public Task<Payload> CheckWindowAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(CheckWindow.Name.Value, input, stop);

    [Function("CompleteWave")]
    public Task<Payload> CompleteWaveAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(CompleteWave.Name.Value, input, stop);

    [Function("NextWave")]
    public Task<Payload> NextWaveAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(NextWave.Name.Value, input, stop);

    [Function("ReadLanes")]
    public Task<Payload> ReadLanesAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(ReadLanes.Name.Value, input, stop);

    [Function("ReadSegment")]
    public Task<Payload> ReadSegmentAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(ReadSegment.Name.Value, input, stop);

    [Function("RetryFailed")]
    public Task<Payload> RetryFailedAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(RetryFailed.Name.Value, input, stop);

    [Function("RetryUnanswered")]
    public Task<Payload> RetryUnansweredAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(RetryUnanswered.Name.Value, input, stop);

    [Function("StopWave")]
    public Task<Payload> StopWaveAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(StopWave.Name.Value, input, stop);
}
