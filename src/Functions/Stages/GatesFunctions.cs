using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Gates;

namespace TenantTokens.Functions.Stages;

/// <summary>The functions of gates.</summary>
public sealed class GatesFunctions(TaskRunner tasks)
{
    [Function("AcceptOlder")]
    public Task<Payload> AcceptOlderAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(AcceptOlder.Name.Value, input, stop);

    [Function("CloseGate")]
    public Task<Payload> CloseGateAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(CloseGate.Name.Value, input, stop);

    [Function("ConfirmFinish")]
    public Task<Payload> ConfirmFinishAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(ConfirmFinish.Name.Value, input, stop);

    [Function("OpenGate")]
    public Task<Payload> OpenGateAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(OpenGate.Name.Value, input, stop);

    [Function("SettleGate")]
    public Task<Payload> SettleGateAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(CloseGateIfDecided.Name.Value, input, stop);

    [Function("SkipRest")]
    public Task<Payload> SkipRestAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(SkipExceptions.Name.Value, input, stop);

    [Function("TellSuperseded")]
    public Task<Payload> TellSupersededAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(NotifySuperseded.Name.Value, input, stop);

    [Function("TendGate")]
    public Task<Payload> TendGateAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(RemindApprovers.Name.Value, input, stop);
}
