using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Planning;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of planning.</summary>
public sealed class PlanningFunctions(TaskRunner tasks)
{
    [Function("Plan")]
    public static Task<Payload> Plan([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("BuildPlan")]
    public Task<Payload> BuildPlanAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(BuildPlan.Name.Value, input, cancellationToken);

    [Function("DiscoverFleet")]
    public Task<Payload> DiscoverFleetAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(DiscoverFleet.Name.Value, input, cancellationToken);

    [Function("ReadConfirmation")]
    public Task<Payload> ReadConfirmationAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(ReadConfirmation.Name.Value, input, cancellationToken);

    [Function("ReconcileFleet")]
    public Task<Payload> ReconcileFleetAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(ReconcileFleet.Name.Value, input, cancellationToken);
}
