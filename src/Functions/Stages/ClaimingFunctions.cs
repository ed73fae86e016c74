using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Claiming;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of the claim on the environment.</summary>
public sealed class ClaimingFunctions(TaskRunner tasks)
{
    [Function("HoldClaim")]
    public Task<Payload> HoldClaimAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(HoldClaim.Name.Value, input, cancellationToken);

    [Function("ReleaseClaim")]
    public Task<Payload> ReleaseClaimAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(ReleaseClaim.Name.Value, input, cancellationToken);
}
