using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using TenantTokens.Functions.Durable;

namespace TenantTokens.Functions;

/// <summary>The orchestrators, one function each.</summary>
public static class Orchestrators
{
    [Function("Rotation")]
    public static Task<Payload> Rotation([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("Plan")]
    public static Task<Payload> Plan([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("Sweep")]
    public static Task<Payload> Sweep([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("CommandDeletion")]
    public static Task<Payload> CommandDeletion([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("Watch")]
    public static Task<Payload> Watch([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("Wave")]
    public static Task<Payload> Wave([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("Lane")]
    public static Task<Payload> Lane([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("Segment")]
    public static Task<Payload> Segment([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);
}
