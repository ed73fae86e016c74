using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.RollingBack;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of rolling back.</summary>
public sealed class RollingBackFunctions(TaskRunner tasks)
{
    [Function("BeginApply")]
    public Task<Payload> BeginApplyAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(BeginApply.Name.Value, input, stop);

    [Function("BeginRestore")]
    public Task<Payload> BeginRestoreAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(BeginRestore.Name.Value, input, stop);

    [Function("CancelRotation")]
    public Task<Payload> CancelRotationAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(CancelRotation.Name.Value, input, stop);

    [Function("GoForward")]
    public Task<Payload> GoForwardAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(GoForward.Name.Value, input, stop);

    [Function("NextRestore")]
    public Task<Payload> NextRestoreAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(NextRestore.Name.Value, input, stop);
}
