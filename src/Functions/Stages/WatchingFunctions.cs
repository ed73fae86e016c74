using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of watching.</summary>
public sealed class WatchingFunctions(TaskRunner tasks)
{
    [Function("Watch")]
    public static Task<Payload> Watch([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("CheckCanary")]
    public Task<Payload> CheckCanaryAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(CheckCanary.Name.Value, input, cancellationToken);

    [Function("LookAtWatches")]
    public Task<Payload> LookAtWatchesAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(LookAtWatches.Name.Value, input, cancellationToken);

    [Function("RecordBaseline")]
    public Task<Payload> RecordBaselineAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(RecordBaseline.Name.Value, input, cancellationToken);

    [Function("RecordOnline")]
    public Task<Payload> RecordOnlineAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(RecordOnline.Name.Value, input, cancellationToken);
}
