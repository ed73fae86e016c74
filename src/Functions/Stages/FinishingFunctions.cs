using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Finishing;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of finish.</summary>
public sealed class FinishingFunctions(TaskRunner tasks)
{
    [Function("FinishRotation")]
    public Task<Payload> FinishRotationAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(FinishRotation.Name.Value, input, stop);

    [Function("RecordSuccess")]
    public Task<Payload> RecordSuccessAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(RecordSuccess.Name.Value, input, stop);

    [Function("RecordTokensLeft")]
    public Task<Payload> RecordTokensLeftAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(RecordTokensLeft.Name.Value, input, stop);

    [Function("WatchAfterFinish")]
    public Task<Payload> WatchAfterFinishAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(WatchAfterFinish.Name.Value, input, stop);
}
