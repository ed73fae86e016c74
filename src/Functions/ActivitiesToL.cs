using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Sweeping;
using TenantTokens.Rotations.Watching;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Functions;

/// <summary>The activities from A to L, one function each.</summary>
public sealed class ActivitiesToL(TaskRunner tasks)
{
    [Function("AcceptOlder")]
    public Task<Payload> AcceptOlderAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(AcceptOlder.Name.Value, input, stop);

    [Function("AddReprobeWave")]
    public Task<Payload> AddReprobeWaveAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(AddReprobeWave.Name.Value, input, stop);

    [Function("AssessWave")]
    public Task<Payload> AssessWaveAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(AssessWave.Name.Value, input, stop);

    [Function("BeginApply")]
    public Task<Payload> BeginApplyAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(BeginApply.Name.Value, input, stop);

    [Function("BeginRestore")]
    public Task<Payload> BeginRestoreAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(BeginRestore.Name.Value, input, stop);

    [Function("BeginSweepRound")]
    public Task<Payload> BeginSweepRoundAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(BeginSweepRound.Name.Value, input, stop);

    [Function("BeginWave")]
    public Task<Payload> BeginWaveAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(BeginWave.Name.Value, input, stop);

    [Function("BuildPlan")]
    public Task<Payload> BuildPlanAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(BuildPlan.Name.Value, input, stop);

    [Function("CancelRotation")]
    public Task<Payload> CancelRotationAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(CancelRotation.Name.Value, input, stop);

    [Function("ChangeTargets")]
    public Task<Payload> ChangeTargetsAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(ChangeTargets.Name.Value, input, stop);

    [Function("CheckCanary")]
    public Task<Payload> CheckCanaryAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(CheckCanary.Name.Value, input, stop);

    [Function("CheckGateOnline")]
    public Task<Payload> CheckGateOnlineAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(CheckActiveGateOnline.Name.Value, input, stop);

    [Function("CheckWindow")]
    public Task<Payload> CheckWindowAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(CheckWindow.Name.Value, input, stop);

    [Function("CloseGate")]
    public Task<Payload> CloseGateAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(CloseGate.Name.Value, input, stop);

    [Function("CompleteWave")]
    public Task<Payload> CompleteWaveAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(CompleteWave.Name.Value, input, stop);

    [Function("ConfirmFinish")]
    public Task<Payload> ConfirmFinishAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(ConfirmFinish.Name.Value, input, stop);

    [Function("CountOpenTargets")]
    public Task<Payload> CountOpenTargetsAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(CountOpenTargets.Name.Value, input, stop);

    [Function("DiscoverFleet")]
    public Task<Payload> DiscoverFleetAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(DiscoverFleet.Name.Value, input, stop);

    [Function("EndSweep")]
    public Task<Payload> EndSweepAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(EndSweep.Name.Value, input, stop);

    [Function("FinishRotation")]
    public Task<Payload> FinishRotationAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(FinishRotation.Name.Value, input, stop);

    [Function("GoForward")]
    public Task<Payload> GoForwardAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(GoForward.Name.Value, input, stop);

    [Function("HoldClaim")]
    public Task<Payload> HoldClaimAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(HoldClaim.Name.Value, input, stop);

    [Function("LeaveParked")]
    public Task<Payload> LeaveParkedAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(LeaveParked.Name.Value, input, stop);

    [Function("LookAtWatches")]
    public Task<Payload> LookAtWatchesAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(LookAtWatches.Name.Value, input, stop);
}
