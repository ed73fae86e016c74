using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Sending;
using TenantTokens.Watches;

namespace TenantTokens.Rotations;

/// <summary>Every orchestrator and activity of a rotation: what an engine is fed with.</summary>
public static class RotationTasks
{
    /// <summary>Adds them all.</summary>
    public static DurableTaskRegistry AddRotationTasks(this DurableTaskRegistry registry)
    {
        AddOrchestrators(registry);
        AddProcedure(registry);
        AddPlanning(registry);
        AddStarting(registry);
        AddWaves(registry);
        AddSending(registry);
        AddProving(registry);
        AddGates(registry);
        AddFinishing(registry);
        AddRollingBack(registry);
        AddWatching(registry);
        AddSweeping(registry);
        return registry;
    }

    private static void AddOrchestrators(DurableTaskRegistry registry)
    {
        registry.AddOrchestrator<RotationOrchestrator, RotationInput, RotationOutcome>(RotationOrchestrator.Name);
        registry.AddOrchestrator<PlanOrchestrator, RotationInput, PlanOutcome>(PlanOrchestrator.Name);
        registry.AddOrchestrator<SweepOrchestrator, RotationInput, SweepEnd>(SweepOrchestrator.Name);
        registry.AddOrchestrator<CommandDeletionOrchestrator, RotationInput, SweepOutcome>(CommandDeletionOrchestrator.Name);
        registry.AddOrchestrator<WatchOrchestrator, WatchInput, WatchVerdict>(WatchOrchestrator.Name);
        registry.AddOrchestrator<WaveOrchestrator, WaveInput, WaveTally>(WaveOrchestrator.Name);
        registry.AddOrchestrator<LaneOrchestrator, LaneInput, WaveTally>(LaneOrchestrator.Name);
        registry.AddOrchestrator<SegmentOrchestrator, SegmentInput, WaveTally>(SegmentOrchestrator.Name);
    }

    private static void AddProcedure(DurableTaskRegistry registry)
    {
        registry.AddActivity<ReadPhase, string, RotationPhase>(ReadPhase.Name);
        registry.AddActivity<MovePhase, MoveInput, RotationPhase>(MovePhase.Name);
        registry.AddActivity<ReadWaits, string, RotationWaits>(ReadWaits.Name);
        registry.AddActivity<ReadCommand, string, PendingCommand>(ReadCommand.Name);
        registry.AddActivity<TakeCommand, TakeCommandInput, bool>(TakeCommand.Name);
        registry.AddActivity<ChangeTargets, TakeCommandInput, bool>(ChangeTargets.Name);
        registry.AddActivity<LeaveParked, TakeCommandInput, RotationPhase>(LeaveParked.Name);
        registry.AddActivity<GoForward, TakeCommandInput, RotationPhase>(GoForward.Name);
        registry.AddActivity<HoldClaim, string, HoldClaim.Result>(HoldClaim.Name);
        registry.AddActivity<ReleaseClaim, string, bool>(ReleaseClaim.Name);
    }

    private static void AddPlanning(DurableTaskRegistry registry)
    {
        registry.AddActivity<DiscoverFleet, string, int>(DiscoverFleet.Name);
        registry.AddActivity<ReconcileFleet, string, ReconcileOutcome>(ReconcileFleet.Name);
        registry.AddActivity<BuildPlan, string, PlanOutcome>(BuildPlan.Name);
        registry.AddActivity<ReadConfirmation, string, Confirmation>(ReadConfirmation.Name);
    }

    private static void AddStarting(DurableTaskRegistry registry)
    {
        registry.AddActivity<RecordBaseline, string, BaselineOutcome>(RecordBaseline.Name);
        registry.AddActivity<StartRotation, StartInput, StartOutcome>(StartRotation.Name);
    }

    private static void AddWaves(DurableTaskRegistry registry)
    {
        registry.AddActivity<NextWave, NextWaveInput, NextWaveOutcome>(NextWave.Name);
        registry.AddActivity<CheckWindow, string, WindowCheck>(CheckWindow.Name);
        registry.AddActivity<BeginWave, BeginWaveInput, bool>(BeginWave.Name);
        registry.AddActivity<ReadLanes, ReadLanesInput, LaneList>(ReadLanes.Name);
        registry.AddActivity<ReadSegment, SegmentInput, SegmentWork>(ReadSegment.Name);
        registry.AddActivity<CheckGateOnline, CheckGateInput, GateOnline>(CheckGateOnline.Name);
        registry.AddActivity<CheckCanary, CheckCanaryInput, CanaryLook>(CheckCanary.Name);
        registry.AddActivity<StopWave, StopWaveInput, bool>(StopWave.Name);
        registry.AddActivity<AssessWave, AssessWaveInput, WaveAssessment>(AssessWave.Name);
        registry.AddActivity<CompleteWave, CompleteWaveInput, bool>(CompleteWave.Name);
        registry.AddActivity<RetryFailed, RetryFailedInput, int>(RetryFailed.Name);
        registry.AddActivity<CountOpenTargets, string, OpenTargets>(CountOpenTargets.Name);
    }

    private static void AddSending(DurableTaskRegistry registry)
    {
        registry.AddActivity<SendCommand, SendInput, SendOutcome>(SendCommand.Name);
        registry.AddActivity<ReadLateCommands, LateCommandsInput, LateCommands>(ReadLateCommands.Name);
        registry.AddActivity<SweepCommands, string, SweepOutcome>(SweepCommands.Name);
    }

    private static void AddProving(DurableTaskRegistry registry)
    {
        registry.AddActivity<VerifyFleet, VerifyInput, VerifyOutcome>(VerifyFleet.Name);
        registry.AddActivity<StaleProofs, string, int>(StaleProofs.Name);
        registry.AddActivity<AddReprobeWave, string, NextWaveOutcome>(AddReprobeWave.Name);
    }

    private static void AddGates(DurableTaskRegistry registry)
    {
        registry.AddActivity<OpenGate, OpenGateInput, OpenGateOutcome>(OpenGate.Name);
        registry.AddActivity<TendGate, SettleGateInput, GateCare>(TendGate.Name);
        registry.AddActivity<SettleGate, SettleGateInput, GateOutcome>(SettleGate.Name);
        registry.AddActivity<CloseGate, SettleGateInput, GateOutcome>(CloseGate.Name);
        registry.AddActivity<TellSuperseded, string, int>(TellSuperseded.Name);
        registry.AddActivity<SkipRest, SkipRestInput, int>(SkipRest.Name);
        registry.AddActivity<AcceptOlder, SkipRestInput, int>(AcceptOlder.Name);
        registry.AddActivity<ConfirmFinish, string, bool>(ConfirmFinish.Name);
        registry.AddActivity<Notify, NotifyInput, NotificationOutcome>(Notify.Name);
    }

    private static void AddFinishing(DurableTaskRegistry registry)
    {
        registry.AddActivity<RecordOnline, string, int>(RecordOnline.Name);
        registry.AddActivity<FinishRotation, CallInput, CallOutcome>(FinishRotation.Name);
        registry.AddActivity<WatchAfterFinish, string, FinishWatchOutcome>(WatchAfterFinish.Name);
        registry.AddActivity<RecordSuccess, string, SuccessRecord>(RecordSuccess.Name);
    }

    private static void AddRollingBack(DurableTaskRegistry registry)
    {
        registry.AddActivity<BeginRestore, BeginRestoreInput, bool>(BeginRestore.Name);
        registry.AddActivity<NextRestore, string, NextRestoreOutcome>(NextRestore.Name);
        registry.AddActivity<BeginApply, string, bool>(BeginApply.Name);
        registry.AddActivity<CancelRotation, CallInput, CallOutcome>(CancelRotation.Name);
        registry.AddActivity<RecordTokensLeft, string, RecordTokensLeft.Result>(RecordTokensLeft.Name);
    }

    private static void AddWatching(DurableTaskRegistry registry)
    {
        registry.AddActivity<LookAtWatches, LookInput, WatchVerdict>(LookAtWatches.Name);
    }

    private static void AddSweeping(DurableTaskRegistry registry)
    {
        registry.AddActivity<BeginSweepRound, string, SweepRound>(BeginSweepRound.Name);
        registry.AddActivity<RetryUnanswered, string, int>(RetryUnanswered.Name);
        registry.AddActivity<EndSweep, string, SweepEnd>(EndSweep.Name);
    }
}
