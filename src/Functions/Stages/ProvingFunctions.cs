using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Proving;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of proving.</summary>
public sealed class ProvingFunctions(TaskRunner tasks)
{
    [Function("CountOpenTargets")]
    public Task<Payload> CountOpenTargetsAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(CountOpenTargets.Name.Value, input, cancellationToken);

    [Function("StaleProofs")]
    public Task<Payload> StaleProofsAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(StaleProofs.Name.Value, input, cancellationToken);

    [Function("VerifyFleet")]
    public Task<Payload> VerifyFleetAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(VerifyFleet.Name.Value, input, cancellationToken);
}
