using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations.Procedure;

/// <summary>The steps of a rotation: each does what its phase still lacks and gives the phase that follows.</summary>
internal sealed partial class RotationProcedure(CountedContext context, RotationInput input)
{
    /// <summary>For outages: every activity can be repeated, and those that cannot simply be called again recover first.</summary>
    private static readonly RetryPolicy Outage = new(5, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));

    /// <summary>The waits that count now: they change when the rotation becomes an emergency.</summary>
    private RotationWaits _waits = input.Waits;

    public Task<RotationPhase> CurrentPhaseAsync() => CallAsync(ReadPhase.Name, input.RotationId);

    public async Task<RotationPhase> RotateAsync(Component component)
    {
        RotationPhase phase = component is Component.ActiveGate ? RotationPhase.RotatingActiveGates : RotationPhase.RotatingOneAgents;
        while (true)
        {
            EndIfTooLong();
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
            await LookBeforeCanaryAsync(next, component);
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
                await HoldUnlessSeenAsync(next);
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

    public async Task<RotationPhase> WaitForMoveAsync()
    {
        while (true)
        {
            if (await NextCommandAsync() is { } command)
            {
                RotationPhase next = await CallAsync(
                    command.Kind is RotationCommandKind.Forward ? GoForward.Name : LeaveParked.Name,
                    new TakeCommandInput(input.RotationId, command.Number));
                await HearWhatWasSaidParkedAsync(next);
                return next;
            }

            await CommandAsync(within: _waits.Reminder);
        }
    }

    /// <summary>An activity that still fails after its retries is an outage or a bug: nothing is undone, a human looks.</summary>
    public async Task<RotationPhase> ParkOnFailureAsync(RotationPhase phase, Func<Task<RotationPhase>> step)
    {
        _phase = phase;
        EndIfTooLong();
        try
        {
            return await step();
        }
        catch (ClaimHeldException held) when (PhaseTransitions.Next(phase, null, owned: true).Contains(RotationPhase.Parked))
        {
            return await ParkAsync(phase, held.Code, held.Message);
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

    private async Task<RotationPhase> ParkAsync(RotationPhase from, string code, string message, string? inForce = null)
    {
        MoveInput move = new(input.RotationId, from, RotationPhase.Parked, HoldCode: code, HoldMessage: message, HoldInForce: inForce);
        RotationPhase now = await CallAsync(MovePhase.Name, move);
        if (now is RotationPhase.Parked)
        {
            await NotifyAsync(NotificationKind.Held);
        }

        return now;
    }

    /// <summary>Tells people; a message that fails is audited and stops nothing.</summary>
    private Task<NotificationOutcome> NotifyAsync(NotificationKind kind) => CallAsync(Notify.Name, new NotifyInput(input.RotationId, kind));

    private async Task WaitForLateCommandsAsync(TargetAction? action)
    {
        LateCommands late = await CallAsync(ReadLateCommands.Name, new LateCommandsInput(input.RotationId, action));
        if (late.Until is { } until && until.UtcDateTime > Now)
        {
            await context.CreateTimer(until.UtcDateTime, CancellationToken.None);
        }
    }
}
