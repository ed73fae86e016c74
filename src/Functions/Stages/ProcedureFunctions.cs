using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Procedure;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of the whole procedure.</summary>
public sealed class ProcedureFunctions(TaskRunner tasks)
{
    [Function("Rotation")]
    public static Task<Payload> Rotation([OrchestrationTrigger] TaskOrchestrationContext context) => TaskRunner.OrchestrateAsync(context);

    [Function("LeaveParked")]
    public Task<Payload> LeaveParkedAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(LeaveParked.Name.Value, input, cancellationToken);

    [Function("MovePhase")]
    public Task<Payload> MovePhaseAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(MovePhase.Name.Value, input, cancellationToken);

    [Function("ReadPhase")]
    public Task<Payload> ReadPhaseAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(ReadPhase.Name.Value, input, cancellationToken);

    [Function("ReadWaits")]
    public Task<Payload> ReadWaitsAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(ReadWaits.Name.Value, input, cancellationToken);
}
