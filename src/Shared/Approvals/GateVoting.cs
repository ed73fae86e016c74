using TenantTokens.Configuration.Values;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Approvals;

/// <summary>Casts votes. Each vote is one conditional write with the gate's row, so two votes at the same moment both count.</summary>
public sealed class GateVoting(ILedgerStore store, GateLedger gates, AuditTrail audit)
{
    /// <summary>The most audit entries for one person's votes at one gate. Further votes change the last entry.</summary>
    public const int MaxLinesOfOne = 10;

    /// <summary>
    /// Casts a vote in one conditional write, so the voter learns at once whether it counts. A vote at a closed gate is refused.
    /// </summary>
    public Task<VoteAnswer> VoteAsync(string rotationId, string gateId, Vote vote, CancellationToken cancellationToken)
        => VoteAsync(rotationId, gateId, vote, onceKey: null, cancellationToken);

    /// <summary>As above, with a key that may be used once (a callback's address): a second vote with it is refused.</summary>
    public async Task<VoteAnswer> VoteAsync(
        string rotationId, string gateId, Vote vote, string? onceKey, CancellationToken cancellationToken)
    {
        VoteAnswer? refused = null;
        Cast? cast = null;
        string partition = LedgerPartitions.Rotation(rotationId);
        GateRecord? gate = await store.ChangeAsync<GateRecord>(
            partition,
            GateLedger.GateKey(gateId),
            async current =>
            {
                refused = current is null
                    ? new(false, GateOutcome.Undecided, $"Rotation {rotationId} has no gate {gateId}.", VoteRefusal.NoSuchGate)
                    : await RefuseAsync(partition, current, vote, onceKey, cancellationToken);
                if (current is null || refused is not null)
                {
                    return null;
                }

                cast = await CastAsync(partition, current, vote, cancellationToken);
                return cast.On(current, onceKey);
            },
            cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        await RecordAsync(rotationId, gateId, cast!, cancellationToken);
        GateOutcome outcome = await gates.EvaluateAsync(rotationId, gate!, cancellationToken);
        return new(true, outcome, Explain(gate!, outcome));
    }

    /// <summary>Returns why the vote is refused; null when it counts.</summary>
    private async Task<VoteAnswer?> RefuseAsync(
        string partition, GateRecord gate, Vote vote, string? onceKey, CancellationToken cancellationToken)
    {
        GateOutcome outcome = gate.Outcome ?? GateOutcome.Undecided;
        if (WhyRefused(gate, vote) is var (refusal, why))
        {
            return new(false, outcome, why, refusal);
        }

        return await WasGivenAsync(partition, gate.GateId, onceKey, cancellationToken)
            ? new(false, outcome, "You have already given this vote. It counts once.", VoteRefusal.GivenBefore)
            : null;
    }

    private async Task<Cast> CastAsync(string partition, GateRecord gate, Vote vote, CancellationToken cancellationToken)
    {
        Vote? before = (await store.ReadAsync<Vote>(partition, VoteKey(gate.GateId, vote.By), cancellationToken))?.Value;
        bool isNews = before is null || !vote.SaysTheSameAs(before);
        bool isNewLine = before?.Line is null || (isNews && before.Lines < MaxLinesOfOne);
        return new(vote.After(before, isNewLine ? audit.NewKey() : null), isNews, isNewLine);
    }

    private async Task<bool> WasGivenAsync(string partition, string gateId, string? onceKey, CancellationToken cancellationToken)
        => onceKey is not null && await store.GetAsync(partition, OnceKey(gateId, onceKey), cancellationToken) is not null;

    private Task RecordAsync(string rotationId, string gateId, Cast cast, CancellationToken cancellationToken)
    {
        Vote vote = cast.Vote;
        string comment = vote.Comment is null ? "" : $": {vote.Comment}";
        string detail = $"{vote.Choice} at gate {gateId} via {vote.Via}, plan {vote.PlanHash}{comment}.";
        AuditEvent line = new(default, "vote", vote.By, detail) { Via = vote.Via, Address = vote.Address, PlanHash = vote.PlanHash };
        return cast.IsNewLine
            ? audit.AddAsync(rotationId, vote.Line!, line, cancellationToken)
            : audit.CountAsync(rotationId, vote.Line!, line, cancellationToken);
    }

    private static (VoteRefusal Refusal, string Why)? WhyRefused(GateRecord gate, Vote vote)
    {
        if (gate.Outcome is { } outcome)
        {
            return (VoteRefusal.GateIsClosed, $"Gate {gate.GateId} is closed: {outcome}.");
        }

        if (!PersonName.IsValid(vote.By))
        {
            return (VoteRefusal.NotAName, $"This name cannot be a person's: it must be a {PersonName.Allowed}.");
        }

        if (vote.PlanHash != gate.PlanHash)
        {
            return (VoteRefusal.OtherPlan, $"The vote is for plan {vote.PlanHash}; gate {gate.GateId} asks about plan {gate.PlanHash}."
                + " Open the gate again and read the current plan.");
        }

        if (vote.Choice is GateChoice.Skip && string.IsNullOrWhiteSpace(vote.Comment))
        {
            return (VoteRefusal.NoReason, "Skip needs a comment. The audit trail and the finish gate show it as the reason.");
        }

        if (!gate.Choices.Contains(vote.Choice))
        {
            string choices = string.Join(", ", gate.Choices);
            return (VoteRefusal.NotOffered, $"{vote.Choice} is not a choice of gate {gate.GateId}. Its choices are: {choices}.");
        }

        return GateTally.Eligibility(gate, vote.Voter) is { } ineligible ? (VoteRefusal.NotAnApprover, ineligible) : null;
    }

    private static string Explain(GateRecord gate, GateOutcome outcome) => outcome switch
    {
        GateOutcome.Undecided => $"Your vote is counted. Gate {gate.GateId} needs {gate.Quorum} equal votes.",
        GateOutcome.Held => "The gate is held: nothing happens. Vote again to change your vote.",
        _ => $"Gate {gate.GateId} is decided: {outcome}.",
    };

    private static string VoteKey(string gateId, string person) => $"vote|{gateId}|{ShortHash.From(PersonName.KeyOf(person))}";

    private static string OnceKey(string gateId, string what) => $"once|{gateId}|{ShortHash.From(what)}";

    /// <summary>A vote that counts.</summary>
    /// <param name="Vote">The vote, with its counts.</param>
    /// <param name="IsNews">Whether it differs from this person's earlier vote.</param>
    /// <param name="IsNewLine">Whether it gets an audit entry of its own.</param>
    private sealed record Cast(Vote Vote, bool IsNews, bool IsNewLine)
    {
        /// <summary>Returns the change of the gate's row, together with the vote's row and that of the single-use key.</summary>
        public LedgerChange<GateRecord> On(GateRecord gate, string? onceKey) => new(IsNews ? gate with { Votes = gate.Votes + 1 } : gate)
        {
            Beside =
            [
                new LedgerWrite.Upsert(VoteKey(gate.GateId, Vote.By), ToJson(Vote)),
                .. onceKey is null ? [] : new[] { new LedgerWrite.Insert(OnceKey(gate.GateId, onceKey), ToJson(Vote)) },
            ],
        };
    }
}
