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
    public Task<Payload> AddReprobeWaveAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(AddReprobeWave.Name.Value, input, cancellationToken);

    [Function("AssessWave")]
    public Task<Payload> AssessWaveAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(AssessWave.Name.Value, input, cancellationToken);

    [Function("BeginWave")]
    public Task<Payload> BeginWaveAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(BeginWave.Name.Value, input, cancellationToken);

    [Function("CheckWindow")]
    public Task<Payload> CheckWindowAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(CheckWindow.Name.Value, input, cancellationToken);

    [Function("CompleteWave")]
    public Task<Payload> CompleteWaveAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(CompleteWave.Name.Value, input, cancellationToken);

    [Function("NextWave")]
    public Task<Payload> NextWaveAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(NextWave.Name.Value, input, cancellationToken);

    [Function("ReadLanes")]
    public Task<Payload> ReadLanesAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(ReadLanes.Name.Value, input, cancellationToken);

    [Function("ReadSegment")]
    public Task<Payload> ReadSegmentAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(ReadSegment.Name.Value, input, cancellationToken);

    [Function("RetryFailed")]
    public Task<Payload> RetryFailedAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(RetryFailed.Name.Value, input, cancellationToken);

    [Function("RetryUnanswered")]
    public Task<Payload> RetryUnansweredAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(RetryUnanswered.Name.Value, input, cancellationToken);

    [Function("StopWave")]
    public Task<Payload> StopWaveAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(StopWave.Name.Value, input, cancellationToken);
}
