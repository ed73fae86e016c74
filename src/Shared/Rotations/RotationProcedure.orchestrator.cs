using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations;

/// <summary>The steps of a rotation: each does what its phase still lacks and gives the phase that follows.</summary>
internal sealed partial class RotationProcedure(IOrchestrationContext context, RotationInput input)
{
    /// <summary>For outages: every activity can be repeated, and those that cannot simply be called again recover first.</summary>
    private static readonly RetryPolicy Outage = new(5, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));

    /// <summary>The waits that count now: they change when the rotation becomes an emergency.</summary>
    private RotationWaits _waits = input.Waits;

    public Task<RotationPhase> CurrentPhaseAsync() => CallAsync(ReadPhase.Name, input.RotationId);

    public async Task<RotationPhase> PlanAsync()
    {
        await RunWaveAsync(await CallAsync(DiscoverFleet.Name, input.RotationId), isPausable: false, isWatched: false);
        PlanOutcome plan = await CallAsync(BuildPlan.Name, input.RotationId);
        if (await AbortAsync() is { } abort)
        {
            return await MoveAsync(RotationPhase.Planning, RotationPhase.Cancelled, take: abort);
        }

        return plan.Problems == 0
            ? await MoveAsync(RotationPhase.Planning, RotationPhase.AwaitingStart)
            : await ParkAsync(RotationPhase.Planning, HoldCodes.PlanBlocked, $"The plan is blocked: {plan.FirstProblem} Mend it and resume, or abort.");
    }

    public async Task<RotationPhase> PassStartGateAsync()
    {
        while (await CallAsync(ReadConfirmation.Name, input.RotationId) is not { IsConfirmed: true })
        {
            if (await NextCommandAsync() is { } command)
            {
                if (command.Kind is RotationCommandKind.Abort)
                {
                    return await MoveAsync(RotationPhase.AwaitingStart, RotationPhase.Cancelled, take: command);
                }

                await CallAsync(TakeCommand.Name, new TakeCommandInput(input.RotationId, command.Number));
                continue;
            }

            await CommandAsync(within: _waits.Reminder);
        }

        (GateOutcome outcome, _) = await PassGateAsync(GateKind.Start);
        if (outcome is GateOutcome.Approved)
        {
            await WaitForWindowAsync(isWatched: false);
        }

        return outcome is GateOutcome.Approved && await AbortAsync() is null
            ? await MoveAsync(RotationPhase.AwaitingStart, RotationPhase.Starting)
            : await MoveAsync(RotationPhase.AwaitingStart, RotationPhase.Cancelled, take: await AbortAsync());
    }

    public async Task<RotationPhase> StartAsync()
    {
        DateTime deadline = Now + _waits.StartSettle;
        await CallAsync(RecordBaseline.Name, input.RotationId);
        while (true)
        {
            StartOutcome outcome = await CallAsync(StartRotation.Name, new StartInput(input.RotationId, SettleTimePassed: Now >= deadline));
            switch (outcome.Verdict)
            {
                case StartVerdict.Started:
                    await NotifyAsync(NotificationKind.Started);
                    return await MoveAsync(RotationPhase.Starting, RotationPhase.RotatingActiveGates);
                case StartVerdict.AskToAdopt when await PassGateAsync(GateKind.Adopt) is not (GateOutcome.Approved, _):
                    return await MoveAsync(RotationPhase.Starting, RotationPhase.Cancelled, take: await AbortAsync());
                case StartVerdict.AskToAdopt:
                    break;
                case StartVerdict.Hold:
                    return await ParkAsync(RotationPhase.Starting, outcome.Code!, outcome.Message!);
                default:
                    await WaitAsync(_waits.PollInterval);
                    break;
            }
        }
    }

    public async Task<RotationPhase> RotateAsync(Component component)
    {
        RotationPhase phase = component is Component.ActiveGate ? RotationPhase.RotatingActiveGates : RotationPhase.RotatingOneAgents;
        while (true)
        {
            await CallAsync(ReconcileFleet.Name, input.RotationId);
            if (component is Component.OneAgent && await CallAsync(CountOpenTargets.Name, input.RotationId) is { UnsettledGates: > 0 })
            {
                return await MoveAsync(phase, RotationPhase.RotatingActiveGates); // a late ActiveGate goes first (I6)
            }

            NextWaveOutcome next = await CallAsync(NextWave.Name, new NextWaveInput(input.RotationId, component, TargetAction.Apply));
            if (next.Number is not { } wave)
            {
                break;
            }

            await WaitForWindowAsync(isWatched: true);
            await RunWaveAsync(wave);
            if (await InterruptionAsync(phase) is { } interrupted)
            {
                return interrupted;
            }

            WaveAssessment assessment = await CallAsync(AssessWave.Name, new AssessWaveInput(input.RotationId, wave));
            if (assessment.IsOverBudget)
            {
                if (await PassContinueGateAsync(component, wave) is GateOutcome.RollBack)
                {
                    return await MoveAsync(phase, RotationPhase.RollingBack);
                }
            }
            else if (assessment.Unsent == 0)
            {
                await SoakAsync(next);
                if (_held is null)
                {
                    await CallAsync(CompleteWave.Name, new CompleteWaveInput(input.RotationId, wave));
                }
            }

            if (_held is not null)
            {
                return await ParkForWatchAsync(phase);
            }
        }

        if (await InterruptionAsync(phase) is { } late)
        {
            return late;
        }

        if (component is Component.OneAgent)
        {
            return await MoveAsync(phase, RotationPhase.Verifying);
        }

        // I6: the first OneAgent waits for the last ActiveGate.
        if (await CallAsync(CountOpenTargets.Name, input.RotationId) is { UnsettledGates: 0 })
        {
            await NotifyAsync(NotificationKind.ActiveGatesDone);
            return await MoveAsync(phase, RotationPhase.RotatingOneAgents);
        }

        GateOutcome outcome = await PassContinueGateAsync(component, wave: null);
        return outcome is GateOutcome.RollBack ? await MoveAsync(phase, RotationPhase.RollingBack)
            : _held is not null ? await ParkForWatchAsync(phase)
            : phase;
    }

    public async Task<RotationPhase> VerifyAsync()
    {
        await ProveOnlineAsync();
        await ProveAgainAsync();
        if (await InterruptionAsync(RotationPhase.Verifying) is { } interrupted)
        {
            return interrupted;
        }

        return await CallAsync(CountOpenTargets.Name, input.RotationId) is { Pending: > 0 }
            ? await MoveAsync(RotationPhase.Verifying, RotationPhase.RotatingOneAgents)
            : await MoveAsync(RotationPhase.Verifying, RotationPhase.AwaitingFinish);
    }

    public async Task<RotationPhase> PassFinishGateAsync()
    {
        (GateOutcome outcome, _) = await PassGateAsync(GateKind.Finish, rounds: new StragglerRounds(this));
        if (outcome is GateOutcome.Approved)
        {
            await WaitWhilePausedAsync();
            await CallAsync(ReconcileFleet.Name, input.RotationId);
            await ProveAgainAsync();
            await ProveOnlineAsync();
        }

        if (await InterruptionAsync(RotationPhase.AwaitingFinish) is { } interrupted)
        {
            return interrupted;
        }

        return outcome switch
        {
            GateOutcome.Approved when await CallAsync(ConfirmFinish.Name, input.RotationId) => await MoveAsync(RotationPhase.AwaitingFinish, RotationPhase.Finishing),
            GateOutcome.RollBack => await MoveAsync(RotationPhase.AwaitingFinish, RotationPhase.RollingBack),
            _ => await MoveAsync(RotationPhase.AwaitingFinish, RotationPhase.Verifying),
        };
    }

    public async Task<RotationPhase> FinishAsync()
    {
        await WaitForLateCommandsAsync(TargetAction.Restore);
        await CallAsync(RecordOnline.Name, input.RotationId);
        CallOutcome outcome = await CallAsync(FinishRotation.Name, input.RotationId);
        if (!outcome.IsDone)
        {
            return await ParkAsync(RotationPhase.Finishing, outcome.Code!, outcome.Message!);
        }

        await WatchAfterFinishAsync();
        await CallAsync(SweepCommands.Name, input.RotationId);
        await CallAsync(RecordSuccess.Name, input.RotationId);
        await NotifyAsync(NotificationKind.Finished);
        return await MoveAsync(RotationPhase.Finishing, RotationPhase.Completed);
    }

    public async Task<RotationPhase> RestoreAsync()
    {
        await CallAsync(BeginRestore.Name, new BeginRestoreInput(input.RotationId, RetryLeft: false));
        while (true)
        {
            // OneAgents first: an ActiveGate that is back on the old token rejects agents that are still on the new one.
            await RunRestoreWavesAsync(Component.OneAgent);
            await RunRestoreWavesAsync(Component.ActiveGate);
            (GateOutcome outcome, _) = await PassGateAsync(GateKind.Cancel);
            switch (outcome)
            {
                case GateOutcome.Approved:
                    return await MoveAsync(RotationPhase.RollingBack, RotationPhase.Cancelling);
                case GateOutcome.GoForward:
                    await CallAsync(BeginApply.Name, input.RotationId);
                    return await MoveAsync(RotationPhase.RollingBack, RotationPhase.RotatingActiveGates);
                default:
                    await CallAsync(BeginRestore.Name, new BeginRestoreInput(input.RotationId, RetryLeft: true));
                    break;
            }
        }
    }

    public async Task<RotationPhase> CancelAsync()
    {
        await WaitForLateCommandsAsync(TargetAction.Apply);
        CallOutcome outcome = await CallAsync(CancelRotation.Name, input.RotationId);
        if (outcome.Code == HoldCodes.FinishedBySomebodyElse)
        {
            await CallAsync(BeginApply.Name, input.RotationId);
            return await MoveAsync(RotationPhase.Cancelling, RotationPhase.RotatingActiveGates);
        }

        if (!outcome.IsDone)
        {
            return await ParkAsync(RotationPhase.Cancelling, outcome.Code!, outcome.Message!);
        }

        await CallAsync(SweepCommands.Name, input.RotationId);
        await NotifyAsync(NotificationKind.Cancelled);
        return await MoveAsync(RotationPhase.Cancelling, RotationPhase.Cancelled);
    }

    public async Task<RotationPhase> WaitForMoveAsync()
    {
        while (true)
        {
            if (await NextCommandAsync() is { } command)
            {
                (_watching, _held) = (null, null); // what the watch said was answered with this command
                return await CallAsync(LeaveParked.Name, new TakeCommandInput(input.RotationId, command.Number));
            }

            await CommandAsync(within: _waits.Reminder);
        }
    }

    /// <summary>An activity that still fails after its retries is an outage or a bug: nothing is undone, a human looks.</summary>
    public async Task<RotationPhase> ParkOnFailureAsync(RotationPhase phase, Func<Task<RotationPhase>> step)
    {
        try
        {
            return await step();
        }
        catch (ActivityFailedException failure) when (PhaseTransitions.Next(phase, null, owned: true).Contains(RotationPhase.Parked))
        {
            return await ParkAsync(phase, HoldCodes.StepFailed, $"{failure.Message} Nothing was undone; resume tries it again.");
        }
    }

    private DateTime Now => context.CurrentUtcDateTime;

    private Task<TResult> CallAsync<TInput, TResult>(ActivityName<TInput, TResult> activity, TInput value) => context.CallActivityAsync(activity, value, Outage);

    private Task<RotationPhase> MoveAsync(RotationPhase from, RotationPhase to, RotationCommand? take = null)
        => CallAsync(MovePhase.Name, new MoveInput(input.RotationId, from, to, take?.Number));

    /// <summary>Where an abort, or a watch that holds everything, leads from here; null when the phase goes on.</summary>
    private async Task<RotationPhase?> InterruptionAsync(RotationPhase phase)
        => await AbortAsync() is { } abort ? await MoveAsync(phase, RotationPhase.RollingBack, take: abort)
            : _held is not null ? await ParkForWatchAsync(phase)
            : null;

    private async Task<RotationPhase> ParkAsync(RotationPhase from, string code, string message)
    {
        RotationPhase now = await CallAsync(MovePhase.Name, new MoveInput(input.RotationId, from, RotationPhase.Parked, HoldCode: code, HoldMessage: message));
        if (now is RotationPhase.Parked)
        {
            await NotifyAsync(NotificationKind.Held);
        }

        return now;
    }

    /// <summary>Tells people; a message that fails is audited and stops nothing.</summary>
    private Task<NotificationOutcome> NotifyAsync(NotificationKind kind) => CallAsync(Notify.Name, new NotifyInput(input.RotationId, kind));

    /// <summary>Reads the inventory until everything that was changed is online, or the time for it has passed: what is not online then is Inconclusive.</summary>
    private async Task ProveOnlineAsync()
    {
        DateTime deadline = Now + _waits.OnlineTimeout;
        VerifyOutcome outcome;
        bool last;
        do
        {
            last = Now >= deadline;
            outcome = await CallAsync(VerifyFleet.Name, new VerifyInput(input.RotationId, IsLastLook: last));
            if (!last && outcome.NotOnline > 0)
            {
                await WaitAsync(_waits.PollInterval);
            }
        }
        while (!last && outcome.NotOnline > 0 && await AbortAsync() is null);
    }

    private async Task WaitForLateCommandsAsync(TargetAction action)
    {
        LateCommands late = await CallAsync(ReadLateCommands.Name, new LateCommandsInput(input.RotationId, action));
        if (late.Until is { } until && until.UtcDateTime > Now)
        {
            await context.CreateTimer(until.UtcDateTime, CancellationToken.None);
        }
    }
}
