using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Sending;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of sending run commands.</summary>
public sealed class SendingFunctions(TaskRunner tasks)
{
    [Function("CheckGateOnline")]
    public Task<Payload> CheckGateOnlineAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(CheckActiveGateOnline.Name.Value, input, cancellationToken);

    [Function("ReadLateCommands")]
    public Task<Payload> ReadLateCommandsAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(ReadLateRunCommands.Name.Value, input, cancellationToken);

    [Function("SendCommand")]
    public Task<Payload> SendCommandAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(SendRunCommand.Name.Value, input, cancellationToken);
}
