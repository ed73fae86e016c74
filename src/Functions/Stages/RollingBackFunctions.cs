using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.RollingBack;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of rolling back.</summary>
public sealed class RollingBackFunctions(TaskRunner tasks)
{
    [Function("BeginApply")]
    public Task<Payload> BeginApplyAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(BeginApply.Name.Value, input, cancellationToken);

    [Function("BeginRestore")]
    public Task<Payload> BeginRestoreAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(BeginRestore.Name.Value, input, cancellationToken);

    [Function("CancelRotation")]
    public Task<Payload> CancelRotationAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(CancelRotation.Name.Value, input, cancellationToken);

    [Function("GoForward")]
    public Task<Payload> GoForwardAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(GoForward.Name.Value, input, cancellationToken);

    [Function("NextRestore")]
    public Task<Payload> NextRestoreAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(NextRestore.Name.Value, input, cancellationToken);
}
