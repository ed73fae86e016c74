using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Starting;
using TenantTokens.Rotations.Sweeping;
using TenantTokens.Rotations.Watching;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Registration;

/// <summary>Registers every orchestrator and activity of a rotation.</summary>
public static class RotationTasks
{
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
        registry.AddOrchestrator<RotationOrchestrator, RotationInput, RotationOrchestrator.Result>(RotationOrchestrator.Name);
        registry.AddOrchestrator<PlanOrchestrator, RotationInput, BuildPlan.Result>(PlanOrchestrator.Name);
        registry.AddOrchestrator<SweepOrchestrator, RotationInput, EndSweep.Result>(SweepOrchestrator.Name);
        registry.AddOrchestrator<RunCommandDeletionOrchestrator, RotationInput, DeleteFinishedRunCommands.Result>(
            RunCommandDeletionOrchestrator.Name);
        registry.AddOrchestrator<WatchOrchestrator, WatchOrchestrator.Input, WatchVerdict>(WatchOrchestrator.Name);
        registry.AddOrchestrator<WaveOrchestrator, WaveOrchestrator.Input, WaveTally>(WaveOrchestrator.Name);
        registry.AddOrchestrator<LaneOrchestrator, LaneOrchestrator.Input, WaveTally>(LaneOrchestrator.Name);
        registry.AddOrchestrator<SegmentOrchestrator, SegmentOrchestrator.Input, WaveTally>(SegmentOrchestrator.Name);
    }

    private static void AddProcedure(DurableTaskRegistry registry)
    {
        registry.AddActivity<ReadPhase, string, RotationPhase>(ReadPhase.Name);
        registry.AddActivity<MovePhase, PhaseMove, RotationPhase>(MovePhase.Name);
        registry.AddActivity<ReadWaits, string, RotationWaits>(ReadWaits.Name);
        registry.AddActivity<ReadOperatorCommand, string, ReadOperatorCommand.Result>(ReadOperatorCommand.Name);
        registry.AddActivity<TakeOperatorCommand, OperatorCommandInput, bool>(TakeOperatorCommand.Name);
        registry.AddActivity<ChangeTargets, OperatorCommandInput, bool>(ChangeTargets.Name);
        registry.AddActivity<LeaveParked, OperatorCommandInput, RotationPhase>(LeaveParked.Name);
        registry.AddActivity<GoForward, OperatorCommandInput, RotationPhase>(GoForward.Name);
        registry.AddActivity<HoldClaim, string, HoldClaim.Result>(HoldClaim.Name);
        registry.AddActivity<ReleaseClaim, string, bool>(ReleaseClaim.Name);
    }

    private static void AddPlanning(DurableTaskRegistry registry)
    {
        registry.AddActivity<DiscoverFleet, string, int>(DiscoverFleet.Name);
        registry.AddActivity<ReconcileFleet, string, ReconcileFleet.Result>(ReconcileFleet.Name);
        registry.AddActivity<BuildPlan, string, BuildPlan.Result>(BuildPlan.Name);
        registry.AddActivity<ReadConfirmation, string, ReadConfirmation.Result>(ReadConfirmation.Name);
    }

    private static void AddStarting(DurableTaskRegistry registry)
    {
        registry.AddActivity<RecordBaseline, string, RecordBaseline.Result>(RecordBaseline.Name);
        registry.AddActivity<StartRotation, StartRotation.Input, StartRotation.Result>(StartRotation.Name);
    }

    private static void AddWaves(DurableTaskRegistry registry)
    {
        registry.AddActivity<NextWave, NextWave.Input, NextWave.Result>(NextWave.Name);
        registry.AddActivity<CheckWindow, string, CheckWindow.Result>(CheckWindow.Name);
        registry.AddActivity<BeginWave, BeginWave.Input, bool>(BeginWave.Name);
        registry.AddActivity<ReadLanes, ReadLanes.Input, ReadLanes.Result>(ReadLanes.Name);
        registry.AddActivity<ReadSegment, SegmentOrchestrator.Input, ReadSegment.Result>(ReadSegment.Name);
        registry.AddActivity<CheckActiveGateOnline, CheckActiveGateOnline.Input, CheckActiveGateOnline.Result>(CheckActiveGateOnline.Name);
        registry.AddActivity<CheckCanary, CheckCanary.Input, CheckCanary.Result>(CheckCanary.Name);
        registry.AddActivity<StopWave, StopWave.Input, bool>(StopWave.Name);
        registry.AddActivity<AssessWave, AssessWave.Input, AssessWave.Result>(AssessWave.Name);
        registry.AddActivity<CompleteWave, CompleteWave.Input, bool>(CompleteWave.Name);
        registry.AddActivity<RetryFailed, RetryFailed.Input, int>(RetryFailed.Name);
        registry.AddActivity<CountOpenTargets, string, CountOpenTargets.Result>(CountOpenTargets.Name);
    }

    private static void AddSending(DurableTaskRegistry registry)
    {
        registry.AddActivity<SendRunCommand, SendRunCommand.Input, SendRunCommand.Result>(SendRunCommand.Name);
        registry.AddActivity<ReadLateRunCommands, ReadLateRunCommands.Input, ReadLateRunCommands.Result>(ReadLateRunCommands.Name);
        registry.AddActivity<DeleteFinishedRunCommands, string, DeleteFinishedRunCommands.Result>(DeleteFinishedRunCommands.Name);
    }

    private static void AddProving(DurableTaskRegistry registry)
    {
        registry.AddActivity<VerifyFleet, VerifyFleet.Input, VerifyFleet.Result>(VerifyFleet.Name);
        registry.AddActivity<StaleProofs, string, int>(StaleProofs.Name);
        registry.AddActivity<AddReprobeWave, string, NextWave.Result>(AddReprobeWave.Name);
    }

    private static void AddGates(DurableTaskRegistry registry)
    {
        registry.AddActivity<OpenGate, OpenGate.Input, OpenGate.Result>(OpenGate.Name);
        registry.AddActivity<RemindApprovers, GateInput, RemindApprovers.Result>(RemindApprovers.Name);
        registry.AddActivity<CloseGateIfDecided, GateInput, GateOutcome>(CloseGateIfDecided.Name);
        registry.AddActivity<CloseGate, GateInput, GateOutcome>(CloseGate.Name);
        registry.AddActivity<NotifySuperseded, string, int>(NotifySuperseded.Name);
        registry.AddActivity<SkipExceptions, GateInput, int>(SkipExceptions.Name);
        registry.AddActivity<AcceptOlder, GateInput, int>(AcceptOlder.Name);
        registry.AddActivity<ConfirmFinish, string, bool>(ConfirmFinish.Name);
        registry.AddActivity<Notify, Notify.Input, NotificationOutcome>(Notify.Name);
    }

    private static void AddFinishing(DurableTaskRegistry registry)
    {
        registry.AddActivity<RecordOnline, string, int>(RecordOnline.Name);
        registry.AddActivity<FinishRotation, CallInput, CallOutcome>(FinishRotation.Name);
        registry.AddActivity<WatchAfterFinish, string, WatchAfterFinish.Result>(WatchAfterFinish.Name);
        registry.AddActivity<RecordSuccess, string, RecordSuccess.Result>(RecordSuccess.Name);
    }

    private static void AddRollingBack(DurableTaskRegistry registry)
    {
        registry.AddActivity<BeginRestore, BeginRestore.Input, bool>(BeginRestore.Name);
        registry.AddActivity<NextRestore, string, NextRestore.Result>(NextRestore.Name);
        registry.AddActivity<BeginApply, string, bool>(BeginApply.Name);
        registry.AddActivity<CancelRotation, CallInput, CallOutcome>(CancelRotation.Name);
        registry.AddActivity<RecordTokensLeft, string, RecordTokensLeft.Result>(RecordTokensLeft.Name);
    }

    private static void AddWatching(DurableTaskRegistry registry)
    {
        registry.AddActivity<LookAtWatches, LookAtWatches.Input, WatchVerdict>(LookAtWatches.Name);
    }

    private static void AddSweeping(DurableTaskRegistry registry)
    {
        registry.AddActivity<BeginSweepRound, string, BeginSweepRound.Result>(BeginSweepRound.Name);
        registry.AddActivity<RetryUnanswered, string, int>(RetryUnanswered.Name);
        registry.AddActivity<EndSweep, string, EndSweep.Result>(EndSweep.Name);
    }
}
