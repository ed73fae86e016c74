using TenantTokens.Configuration.Values;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Approvals;

/// <summary>Casts votes. Each vote is one conditional write with the gate's row, so two votes at the same moment both count.</summary>
public sealed class GateVoting(ILedgerStore store, GateLedger gates, AuditTrail audit)
{
    /// <summary>How many lines of the audit trail one person's votes at one gate have. Further ones change the last of them.</summary>
    public const int MaxLinesOfOne = 10;

    /// <summary>
    /// Casts a vote in one conditional write, so the voter gets the true answer at once. A vote at a closed gate is refused.
    /// </summary>
    public Task<VoteAnswer> VoteAsync(string rotationId, string gateId, Vote vote, CancellationToken cancellationToken)
        => VoteAsync(rotationId, gateId, vote, onceKey: null, cancellationToken);

    /// <summary>As above, with something that counts once (a callback's address): used again, the vote is refused.</summary>
    public async Task<VoteAnswer> VoteAsync(
        string rotationId, string gateId, Vote vote, string? onceKey, CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Rotation(rotationId);
        while (true)
        {
            if (await store.ReadAsync<GateRecord>(partition, GateLedger.GateKey(gateId), cancellationToken) is not { } row)
            {
                return new(false, GateOutcome.Undecided, $"Rotation {rotationId} has no gate {gateId}.", VoteRefusal.NoSuchGate);
            }

            GateRecord gate = row.Value;
            if (WhyRefused(gate, vote) is var (refusal, why))
            {
                return new(false, gate.Outcome ?? GateOutcome.Undecided, why, refusal);
            }

            if (await WasGivenAsync(partition, gateId, onceKey, cancellationToken))
            {
                string given = "You have already given this vote. It counts once.";
                return new(false, gate.Outcome ?? GateOutcome.Undecided, given, VoteRefusal.GivenBefore);
            }

            Vote? before = (await store.ReadAsync<Vote>(partition, VoteKey(gateId, vote.By), cancellationToken))?.Value;
            bool isNews = before is null || !vote.SaysTheSameAs(before);
            bool isNewLine = before?.Line is null || (isNews && before.Lines < MaxLinesOfOne);
            Vote counted = vote.After(before, isNewLine ? audit.NewKey() : null);
            LedgerWrite[] writes =
            [
                Counted(row, isNews),
                new LedgerWrite.Upsert(VoteKey(gateId, vote.By), ToJson(counted)),
                .. onceKey is null ? [] : new[] { new LedgerWrite.Insert(OnceKey(gateId, onceKey), ToJson(vote)) },
            ];
            if (await store.TryCommitAsync(partition, writes, cancellationToken))
            {
                await RecordAsync(rotationId, gateId, counted, isNewLine, cancellationToken);
                GateOutcome outcome = await gates.EvaluateAsync(rotationId, gate, cancellationToken);
                return new(true, outcome, Explain(gate, outcome));
            }
        }
    }

    private static LedgerWrite.Replace Counted((GateRecord Value, string ETag) row, bool isNews)
    {
        GateRecord gate = row.Value;
        return new(GateLedger.GateKey(gate.GateId), ToJson(isNews ? gate with { Votes = gate.Votes + 1 } : gate), row.ETag);
    }

    private async Task<bool> WasGivenAsync(string partition, string gateId, string? onceKey, CancellationToken cancellationToken)
        => onceKey is not null && await store.GetAsync(partition, OnceKey(gateId, onceKey), cancellationToken) is not null;

    private Task RecordAsync(string rotationId, string gateId, Vote vote, bool isNewLine, CancellationToken cancellationToken)
    {
        string comment = vote.Comment is null ? "" : $": {vote.Comment}";
        string detail = $"{vote.Choice} at gate {gateId} via {vote.Via}, plan {vote.PlanHash}{comment}.";
        AuditEvent line = new(default, "vote", vote.By, detail) { Via = vote.Via, Address = vote.Address, PlanHash = vote.PlanHash };
        return isNewLine
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
}
