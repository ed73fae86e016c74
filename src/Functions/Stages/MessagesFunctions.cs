using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Messages;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of messages.</summary>
public sealed class MessagesFunctions(TaskRunner tasks)
{
    [Function("Notify")]
    public Task<Payload> NotifyAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(Notify.Name.Value, input, cancellationToken);
}
