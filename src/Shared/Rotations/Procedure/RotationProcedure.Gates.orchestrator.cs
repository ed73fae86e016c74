using TenantTokens.Approvals;
using TenantTokens.Fleet;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations.Procedure;

internal sealed partial class RotationProcedure
{
    /// <summary>The one wait for a vote at each gate. It outlives a park: a second waiter at the same gate would leave the event to the first.</summary>
    private readonly Dictionary<string, Task<string>> _votes = [];

    private Task<string> ListenForVote(string gateId)
        => _votes.TryGetValue(gateId, out Task<string>? listening) ? listening : _votes[gateId] = context.WaitForExternalEvent<string>(GateRecord.EventName(gateId));

    /// <summary>
    /// Asks the approvers and waits as long as it takes: a timeout decides nothing. The votes are ledger rows; the event only wakes us. Each time we wake
    /// the question is put again: while it is the same or a smaller one it is the same gate, and one that is not needed (any more) is passed.
    /// </summary>
    private async Task<(GateOutcome Outcome, string? GateId)> PassGateAsync(GateKind kind, int? wave = null, StragglerRounds? rounds = null)
    {
        bool isWatched = kind is GateKind.Continue or GateKind.Finish;
        string? gateId = null;
        DateTime tendAt = Now;
        DateTime since = Now;
        while (true)
        {
            OpenGateOutcome gate = await CallAsync(OpenGate.Name, new OpenGateInput(input.RotationId, kind, wave));
            if (gate.HasWithdrawn)
            {
                await CallAsync(TellSuperseded.Name, input.RotationId);
            }

            if (gate.GateId is null)
            {
                return (GateOutcome.Approved, null);
            }

            if (gate.GateId != gateId)
            {
                gateId = gate.GateId;
                (tendAt, since) = (Now, gate.OpenedAt?.UtcDateTime ?? Now);
                rounds?.Begin(since);
            }

            if (Now >= tendAt)
            {
                // Before the votes are counted: people hear of every gate, of one that somebody decides at once, too. The answer is a wait, not a moment: the
                // clocks of this loop and of the activity may differ.
                GateCare care = await CallAsync(TendGate.Name, new SettleGateInput(input.RotationId, gateId));
                tendAt = Now + care.Wait;
            }

            GateOutcome outcome = await CallAsync(SettleGate.Name, new SettleGateInput(input.RotationId, gateId));
            if (outcome is not (GateOutcome.Undecided or GateOutcome.Held))
            {
                if (outcome is GateOutcome.Superseded)
                {
                    await CallAsync(TellSuperseded.Name, input.RotationId);
                }

                return (outcome, gateId);
            }

            if (await AbortAsync() is not null)
            {
                return (await WithdrawAsync(gateId), gateId);
            }

            if (rounds is not null && rounds.UntilNext() <= TimeSpan.Zero)
            {
                if (await rounds.RunAsync())
                {
                    continue;
                }

                return (await WithdrawAsync(gateId), gateId);
            }

            if (isWatched && _held is not null)
            {
                return (GateOutcome.Undecided, gateId);
            }

            BeginQuietWait();
            TimeSpan patience = Shorter(tendAt - Now, _waits.UntilLook(Now - since));
            patience = rounds is null ? patience : Shorter(patience, rounds.UntilNext());
            using CancellationTokenSource nobodyCame = new();
            Task<string> vote = ListenForVote(gateId);
            Task reminder = context.CreateTimer(patience, nobodyCame.Token);
            Task woken = await (isWatched ? Task.WhenAny(vote, ListenForCommand(), reminder, Watch()) : Task.WhenAny(vote, ListenForCommand(), reminder));
            nobodyCame.Cancel(); // not CancelAsync: an orchestrator awaits nothing but its context
            if (woken == vote)
            {
                _votes.Remove(gateId);
            }

            await HearWatchAsync();
            await EndQuietWaitAsync(woken);
        }
    }

    /// <summary>The question is moot: the gate is closed, and whoever was told of it hears so.</summary>
    private async Task<GateOutcome> WithdrawAsync(string gateId)
    {
        GateOutcome outcome = await CallAsync(CloseGate.Name, new SettleGateInput(input.RotationId, gateId));
        await CallAsync(TellSuperseded.Name, input.RotationId);
        return outcome;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Too much has failed: the approvers say whether it is tried again, left out by name, or everything put back.</summary>
    private async Task<GateOutcome> PassContinueGateAsync(Component component, int? wave)
    {
        (GateOutcome outcome, string? gateId) = await PassGateAsync(GateKind.Continue, wave);
        switch (outcome)
        {
            case GateOutcome.Retry:
                await CallAsync(RetryFailed.Name, new RetryFailedInput(input.RotationId, component));
                break;
            case GateOutcome.Skip:
                await CallAsync(SkipRest.Name, new SkipRestInput(input.RotationId, gateId!));
                break;
            case GateOutcome.AcceptOlder:
                await CallAsync(AcceptOlder.Name, new SkipRestInput(input.RotationId, gateId!));
                break;
        }

        return outcome;
    }
}
