using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Commands;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of operator commands.</summary>
public sealed class CommandsFunctions(TaskRunner tasks)
{
    [Function("ChangeTargets")]
    public Task<Payload> ChangeTargetsAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(ChangeTargets.Name.Value, input, cancellationToken);

    [Function("ReadCommand")]
    public Task<Payload> ReadCommandAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(ReadOperatorCommand.Name.Value, input, cancellationToken);

    [Function("TakeCommand")]
    public Task<Payload> TakeCommandAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(TakeOperatorCommand.Name.Value, input, cancellationToken);
}
