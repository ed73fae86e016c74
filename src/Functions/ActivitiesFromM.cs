using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Starting;
using TenantTokens.Rotations.Watching;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Functions;

/// <summary>The activities from M to Z, one function each.</summary>
public sealed class ActivitiesFromM(TaskRunner tasks)
{
    [Function("MovePhase")]
    public Task<Payload> MovePhaseAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(MovePhase.Name.Value, input, stop);

    [Function("NextRestore")]
    public Task<Payload> NextRestoreAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(NextRestore.Name.Value, input, stop);

    [Function("NextWave")]
    public Task<Payload> NextWaveAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(NextWave.Name.Value, input, stop);

    [Function("Notify")]
    public Task<Payload> NotifyAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(Notify.Name.Value, input, stop);

    [Function("OpenGate")]
    public Task<Payload> OpenGateAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(OpenGate.Name.Value, input, stop);

    [Function("ReadCommand")]
    public Task<Payload> ReadCommandAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(ReadOperatorCommand.Name.Value, input, stop);

    [Function("ReadConfirmation")]
    public Task<Payload> ReadConfirmationAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(ReadConfirmation.Name.Value, input, stop);

    [Function("ReadLanes")]
    public Task<Payload> ReadLanesAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(ReadLanes.Name.Value, input, stop);

    [Function("ReadLateCommands")]
    public Task<Payload> ReadLateCommandsAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(ReadLateRunCommands.Name.Value, input, stop);

    [Function("ReadPhase")]
    public Task<Payload> ReadPhaseAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(ReadPhase.Name.Value, input, stop);

    [Function("ReadSegment")]
    public Task<Payload> ReadSegmentAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(ReadSegment.Name.Value, input, stop);

    [Function("ReadWaits")]
    public Task<Payload> ReadWaitsAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(ReadWaits.Name.Value, input, stop);

    [Function("ReconcileFleet")]
    public Task<Payload> ReconcileFleetAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(ReconcileFleet.Name.Value, input, stop);

    [Function("RecordBaseline")]
    public Task<Payload> RecordBaselineAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(RecordBaseline.Name.Value, input, stop);

    [Function("RecordOnline")]
    public Task<Payload> RecordOnlineAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(RecordOnline.Name.Value, input, stop);

    [Function("RecordSuccess")]
    public Task<Payload> RecordSuccessAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(RecordSuccess.Name.Value, input, stop);

    [Function("RecordTokensLeft")]
    public Task<Payload> RecordTokensLeftAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(RecordTokensLeft.Name.Value, input, stop);

    [Function("ReleaseClaim")]
    public Task<Payload> ReleaseClaimAsync([ActivityTrigger] Payload input, CancellationToken stop)
        => tasks.RunAsync(ReleaseClaim.Name.Value, input, stop);

    [Function("RetryFailed")]
    public Task<Payload> RetryFailedAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(RetryFailed.Name.Value, input, stop);

    [Function("RetryUnanswered")]
    public Task<Payload> RetryUnansweredAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(RetryUnanswered.Name.Value, input, stop);

    [Function("SendCommand")]
    public Task<Payload> SendCommandAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(SendRunCommand.Name.Value, input, stop);

    [Function("SettleGate")]
    public Task<Payload> SettleGateAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(CloseGateIfDecided.Name.Value, input, stop);

    [Function("SkipRest")]
    public Task<Payload> SkipRestAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(SkipExceptions.Name.Value, input, stop);

    [Function("StaleProofs")]
    public Task<Payload> StaleProofsAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(StaleProofs.Name.Value, input, stop);

    [Function("StartRotation")]
    public Task<Payload> StartRotationAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(StartRotation.Name.Value, input, stop);

    [Function("StopWave")]
    public Task<Payload> StopWaveAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(StopWave.Name.Value, input, stop);

    [Function("SweepCommands")]
    public Task<Payload> SweepCommandsAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(DeleteFinishedRunCommands.Name.Value, input, stop);

    [Function("TakeCommand")]
    public Task<Payload> TakeCommandAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(TakeOperatorCommand.Name.Value, input, stop);

    [Function("TellSuperseded")]
    public Task<Payload> TellSupersededAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(NotifySuperseded.Name.Value, input, stop);

    [Function("TendGate")]
    public Task<Payload> TendGateAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(RemindApprovers.Name.Value, input, stop);

    [Function("VerifyFleet")]
    public Task<Payload> VerifyFleetAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(VerifyFleet.Name.Value, input, stop);

    [Function("WatchAfterFinish")]
    public Task<Payload> WatchAfterFinishAsync([ActivityTrigger] Payload input, CancellationToken stop) => tasks.RunAsync(WatchAfterFinish.Name.Value, input, stop);
}
