using TenantTokens.Approvals;
using TenantTokens.Machines;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Asks the approvers and waits as long as the decision takes: a timeout decides nothing. The votes are ledger rows; the event only wakes
/// the orchestration. After each wake-up the question is worked out again. While it is the same or a smaller one, the gate stays; a gate
/// that is not needed (any more) is passed.
/// </summary>
internal sealed class GateKeeper(
    CountedContext context,
    ProcedureCalls calls,
    ProcedureState state,
    Watchman watchman,
    Renewal renewal,
    Listener listener)
{
    /// <summary>
    /// The one wait for a vote at each gate. It outlives a park: a second waiter at the same gate would not get the event.
    /// </summary>
    private readonly Dictionary<string, Task<string>> _votes = [];

    /// <summary>Waits at a gate until it is decided, not needed, withdrawn, or stopped by the watch (Undecided).</summary>
    /// <param name="kind">The kind of gate.</param>
    /// <param name="wave">For a continue gate: the wave that is over budget; null for the ActiveGates that OneAgents wait for.</param>
    /// <param name="rounds">The rounds that run while the gate is open; null for none.</param>
    /// <returns>The outcome, and the gate's id; a null id when no gate was needed.</returns>
    public async Task<(GateOutcome Outcome, string? GateId)> PassAsync(GateKind kind, int? wave = null, StragglerRounds? rounds = null)
    {
        Question question = new(kind, wave, rounds);
        while (await AskAsync(question))
        {
            await RemindAsync(question);
            if (await CountVotesAsync(question) is { } outcome)
            {
                return (outcome, question.GateId);
            }

            if (await listener.AbortAsync() is not null)
            {
                return (await WithdrawAsync(question), question.GateId);
            }

            if (rounds?.UntilNext <= TimeSpan.Zero)
            {
                if (await rounds.RunAsync())
                {
                    continue;
                }

                return (await WithdrawAsync(question), question.GateId);
            }

            if (question.IsWatched && state.Held is not null)
            {
                return (GateOutcome.Undecided, question.GateId);
            }

            await WaitForVoteAsync(question);
        }

        return (GateOutcome.Approved, null);
    }

    /// <summary>Asks the approvers what to do when too much has failed: try again, leave targets out by name, or roll back.</summary>
    public async Task<GateOutcome> PassContinueAsync(Component component, int? wave)
    {
        (GateOutcome outcome, string? gateId) = await PassAsync(GateKind.Continue, wave);
        switch (outcome)
        {
            case GateOutcome.Retry:
                await calls.CallAsync(RetryFailed.Name, new RetryFailed.Input(calls.RotationId, component));
                break;
            case GateOutcome.Skip:
                await calls.CallAsync(SkipExceptions.Name, new GateInput(calls.RotationId, gateId!));
                break;
            case GateOutcome.AcceptOlder:
                await calls.CallAsync(AcceptOlder.Name, new GateInput(calls.RotationId, gateId!));
                break;
        }

        return outcome;
    }

    /// <summary>Opens or updates the gate, and returns whether one is needed.</summary>
    private async Task<bool> AskAsync(Question question)
    {
        OpenGate.Result gate = await calls.CallAsync(OpenGate.Name, new OpenGate.Input(calls.RotationId, question.Kind, question.Wave));
        if (gate.HasWithdrawn)
        {
            await calls.CallAsync(NotifySuperseded.Name);
        }

        if (gate.GateId is null)
        {
            return false;
        }

        if (gate.GateId != question.GateId)
        {
            question.GateId = gate.GateId;
            (question.TendAt, question.Since) = (calls.Now, gate.OpenedAt?.UtcDateTime ?? calls.Now);
            question.Rounds?.Begin(question.Since);
        }

        return true;
    }

    /// <summary>
    /// Notifies and reminds people. This happens before the votes are counted, so that people hear even of a gate that is decided at once.
    /// The activity returns a wait instead of a time, because its clock may differ from that of this orchestration.
    /// </summary>
    private async Task RemindAsync(Question question)
    {
        if (calls.Now >= question.TendAt)
        {
            RemindApprovers.Result care = await calls.CallAsync(RemindApprovers.Name, new GateInput(calls.RotationId, question.GateId));
            question.TendAt = calls.Now + care.Wait;
        }
    }

    /// <summary>Counts the votes and returns the outcome; null when the gate stays open.</summary>
    private async Task<GateOutcome?> CountVotesAsync(Question question)
    {
        GateOutcome outcome = await calls.CallAsync(CloseGateIfDecided.Name, new GateInput(calls.RotationId, question.GateId));
        if (outcome is GateOutcome.Superseded)
        {
            await calls.CallAsync(NotifySuperseded.Name);
        }

        return outcome is GateOutcome.Undecided or GateOutcome.Held ? null : outcome;
    }

    /// <summary>Closes the gate because its question is out of date, and notifies everyone who was asked.</summary>
    private async Task<GateOutcome> WithdrawAsync(Question question)
    {
        GateOutcome outcome = await calls.CallAsync(CloseGate.Name, new GateInput(calls.RotationId, question.GateId));
        await calls.CallAsync(NotifySuperseded.Name);
        return outcome;
    }

    /// <summary>Waits until a vote or a command comes, or the next check is due.</summary>
    private async Task WaitForVoteAsync(Question question)
    {
        renewal.BeginQuietWait();
        TimeSpan patience = RotationWaits.Shorter(question.TendAt - calls.Now, state.Waits.UntilLook(calls.Now - question.Since));
        patience = question.Rounds is { } rounds ? RotationWaits.Shorter(patience, rounds.UntilNext) : patience;
        using CancellationTokenSource nobodyCame = new();
        Task<string> vote = ListenForVote(question.GateId);
        Task reminder = context.CreateTimer(patience, nobodyCame.Token);
        Task woken = await (question.IsWatched
            ? Task.WhenAny(vote, listener.Listen(), reminder, watchman.Watch())
            : Task.WhenAny(vote, listener.Listen(), reminder));
        nobodyCame.Cancel(); // not CancelAsync: an orchestrator awaits only its context
        if (woken == vote)
        {
            _votes.Remove(question.GateId);
        }

        await listener.EndWaitAsync(woken);
    }

    private Task<string> ListenForVote(string gateId)
        => _votes.TryGetValue(gateId, out Task<string>? listening)
            ? listening
            : _votes[gateId] = context.WaitForExternalEvent<string>(GateRecord.EventName(gateId));

    /// <summary>A question to the approvers, and the gate that asks it at present.</summary>
    private sealed class Question(GateKind kind, int? wave, StragglerRounds? rounds)
    {
        public GateKind Kind { get; } = kind;

        public int? Wave { get; } = wave;

        public StragglerRounds? Rounds { get; } = rounds;

        /// <summary>Whether the watch may end the wait.</summary>
        public bool IsWatched => GateDescriptions.From(Kind).IsWatched;

        /// <summary>The id of the open gate; empty before the gate is opened.</summary>
        public string GateId { get; set; } = "";

        /// <summary>When the gate was opened (UTC).</summary>
        public DateTime Since { get; set; }

        /// <summary>When people are next reminded (UTC).</summary>
        public DateTime TendAt { get; set; }
    }
}
