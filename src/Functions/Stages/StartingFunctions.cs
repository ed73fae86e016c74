using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Starting;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of start.</summary>
public sealed class StartingFunctions(TaskRunner tasks)
{
    [Function("StartRotation")]
    public Task<Payload> StartRotationAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(StartRotation.Name.Value, input, cancellationToken);
}
