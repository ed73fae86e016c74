using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Gates;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of gates.</summary>
public sealed class GatesFunctions(TaskRunner tasks)
{
    [Function("AcceptOlder")]
    public Task<Payload> AcceptOlderAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(AcceptOlder.Name.Value, input, cancellationToken);

    [Function("CloseGate")]
    public Task<Payload> CloseGateAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(CloseGate.Name.Value, input, cancellationToken);

    [Function("ConfirmFinish")]
    public Task<Payload> ConfirmFinishAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(ConfirmFinish.Name.Value, input, cancellationToken);

    [Function("OpenGate")]
    public Task<Payload> OpenGateAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(OpenGate.Name.Value, input, cancellationToken);

    [Function("SettleGate")]
    public Task<Payload> SettleGateAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(CloseGateIfDecided.Name.Value, input, cancellationToken);

    [Function("SkipRest")]
    public Task<Payload> SkipRestAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(SkipExceptions.Name.Value, input, cancellationToken);

    [Function("TellSuperseded")]
    public Task<Payload> TellSupersededAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(NotifySuperseded.Name.Value, input, cancellationToken);

    [Function("TendGate")]
    public Task<Payload> TendGateAsync([ActivityTrigger] Payload input, CancellationToken cancellationToken)
        => tasks.RunAsync(RemindApprovers.Name.Value, input, cancellationToken);
}
