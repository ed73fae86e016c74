using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Deleting;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of deleting finished run commands.</summary>
public sealed class DeletingFunctions(TaskRunner tasks)
{
    [Function("CommandDeletion")]
    public static Task<Payload> CommandDeletion([OrchestrationTrigger] TaskOrchestrationContext context)
        => TaskRunner.OrchestrateAsync(context);

    [Function("SweepCommands")]
    public Task<Payload> SweepCommandsAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(DeleteFinishedRunCommands.Name.Value, input, cancellationToken);
}
