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
    public Task<Payload> CheckCanaryAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(CheckCanary.Name.Value, input, stop);

    [Function("LookAtWatches")]
    public Task<Payload> LookAtWatchesAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(LookAtWatches.Name.Value, input, stop);

    [Function("RecordBaseline")]
    public Task<Payload> RecordBaselineAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(RecordBaseline.Name.Value, input, stop);

    [Function("RecordOnline")]
    public Task<Payload> RecordOnlineAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(RecordOnline.Name.Value, input, stop);
}
