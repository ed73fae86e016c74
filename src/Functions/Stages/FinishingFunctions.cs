using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Finishing;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of finish.</summary>
public sealed class FinishingFunctions(TaskRunner tasks)
{
    [Function("FinishRotation")]
    public Task<Payload> FinishRotationAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(FinishRotation.Name.Value, input, cancellationToken);

    [Function("RecordSuccess")]
    public Task<Payload> RecordSuccessAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(RecordSuccess.Name.Value, input, cancellationToken);

    [Function("RecordTokensLeft")]
    public Task<Payload> RecordTokensLeftAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(RecordTokensLeft.Name.Value, input, cancellationToken);

    [Function("WatchAfterFinish")]
    public Task<Payload> WatchAfterFinishAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(WatchAfterFinish.Name.Value, input, cancellationToken);
}
