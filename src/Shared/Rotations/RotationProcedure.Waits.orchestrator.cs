using TenantTokens.Approvals;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations;

internal sealed partial class RotationProcedure
{
    /// <summary>The one wait for the next command. It lives across steps: a second waiter would swallow an event.</summary>
    private Task<string>? _command;

    private Task<string> ListenForCommand() => _command ??= context.WaitForExternalEvent<string>(RotationCommand.EventName);

    /// <summary>
    /// Asks the approvers and waits as long as it takes: a timeout decides nothing. The votes are ledger rows; the event only wakes us.
    /// A gate that is not needed is passed at once.
    /// </summary>
    private async Task<GateOutcome> PassGateAsync(GateKind kind)
    {
        OpenGateOutcome gate = await CallAsync(OpenGate.Name, new OpenGateInput(input.RotationId, kind));
        if (gate.GateId is null)
        {
            return GateOutcome.Approved;
        }

        await NotifyAsync(NotificationKind.ApprovalNeeded);
        Task<string> vote = context.WaitForExternalEvent<string>(GateRecord.EventName(gate.GateId));
        while (true)
        {
            GateOutcome outcome = await CallAsync(SettleGate.Name, new SettleGateInput(input.RotationId, gate.GateId));
            if (outcome is not (GateOutcome.Undecided or GateOutcome.Held))
            {
                return outcome;
            }

            if (await AbortAsync() is not null)
            {
                return await CallAsync(CloseGate.Name, new SettleGateInput(input.RotationId, gate.GateId));
            }

            using CancellationTokenSource nobodyCame = new();
            Task reminder = context.CreateTimer(input.Waits.Reminder, nobodyCame.Token);
            Task woken = await Task.WhenAny(vote, ListenForCommand(), reminder);
            nobodyCame.Cancel(); // not CancelAsync: an orchestrator awaits nothing but its context
            if (woken == vote)
            {
                vote = context.WaitForExternalEvent<string>(GateRecord.EventName(gate.GateId));
            }
            else if (woken == _command)
            {
                _command = null;
            }
        }
    }

    /// <summary>Waits for a command, at most this long; the ledger is asked afterwards either way.</summary>
    private async Task CommandAsync(TimeSpan within)
    {
        using CancellationTokenSource nobodyCame = new();
        Task<string> command = ListenForCommand();
        Task timer = context.CreateTimer(within, nobodyCame.Token);
        if (await Task.WhenAny(command, timer) == command)
        {
            _command = null;
            nobodyCame.Cancel(); // not CancelAsync: an orchestrator awaits nothing but its context
        }
    }

    /// <summary>Waits the given time; an abort ends the wait early.</summary>
    private async Task WaitAsync(TimeSpan time)
    {
        DateTime until = context.CurrentUtcDateTime + time;
        while (context.CurrentUtcDateTime < until && await AbortAsync() is null)
        {
            await CommandAsync(until - context.CurrentUtcDateTime);
        }
    }

    private async Task<RotationCommand?> NextCommandAsync() => (await CallAsync(ReadCommand.Name, input.RotationId)).Command;

    private async Task<RotationCommand?> AbortAsync() => await NextCommandAsync() is { Kind: RotationCommandKind.Abort } abort ? abort : null;
}
