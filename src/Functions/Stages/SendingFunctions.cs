using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Sending;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of sending run commands.</summary>
public sealed class SendingFunctions(TaskRunner tasks)
{
    [Function("CheckGateOnline")]
    public Task<Payload> CheckGateOnlineAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(CheckActiveGateOnline.Name.Value, input, stop);

    [Function("ReadLateCommands")]
    public Task<Payload> ReadLateCommandsAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(ReadLateRunCommands.Name.Value, input, stop);

    [Function("SendCommand")]
    public Task<Payload> SendCommandAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(SendRunCommand.Name.Value, input, stop);
}
