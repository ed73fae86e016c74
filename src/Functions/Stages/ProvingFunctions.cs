using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Proving;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of proving.</summary>
public sealed class ProvingFunctions(TaskRunner tasks)
{
    [Function("CountOpenTargets")]
    public Task<Payload> CountOpenTargetsAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(CountOpenTargets.Name.Value, input, stop);

    [Function("StaleProofs")]
    public Task<Payload> StaleProofsAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(StaleProofs.Name.Value, input, stop);

    [Function("VerifyFleet")]
    public Task<Payload> VerifyFleetAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(VerifyFleet.Name.Value, input, stop);
}
