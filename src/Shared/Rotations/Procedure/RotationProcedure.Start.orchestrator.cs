using TenantTokens.Approvals;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations.Procedure;

// Up to start, from which on both tokens are valid.
internal sealed partial class RotationProcedure
{
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
        await HoldClaimAsync();
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
                    // Not a wait that an abort ends: with one pending it would ask again without a pause.
                    await context.CreateTimer(_waits.UntilPoll(_waits.StartSettle, left: deadline - Now), CancellationToken.None);
                    break;
            }
        }
    }
}
