using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Sweeping;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of the sweep after finish.</summary>
public sealed class SweepingFunctions(TaskRunner tasks)
{
    [Function("Sweep")]
    public static Task<Payload> Sweep([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("BeginSweepRound")]
    public Task<Payload> BeginSweepRoundAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(BeginSweepRound.Name.Value, input, cancellationToken);

    [Function("EndSweep")]
    public Task<Payload> EndSweepAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(EndSweep.Name.Value, input, cancellationToken);
}
