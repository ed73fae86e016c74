using TenantTokens.Configuration.Values;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Approvals;

/// <summary>Gates, their named rests and their votes: ledger rows, so everything survives a crash between any two votes.</summary>
public sealed partial class GateLedger(ILedgerStore store, TimeProvider time, AuditTrail audit)
{
    /// <summary>How many lines of the audit trail one person's votes at one gate have. Further ones change the last of them.</summary>
    public const int MaxLinesOfOne = 10;

    /// <summary>One gate; null when there is none.</summary>
    public async Task<GateRecord?> FindAsync(string rotationId, string gateId, CancellationToken cancellationToken)
        => (await store.ReadAsync<GateRecord>(LedgerPartitions.Rotation(rotationId), GateKey(gateId), cancellationToken))?.Value;

    /// <summary>The gate that is open now; null when none is.</summary>
    public async Task<GateRecord?> FindOpenAsync(string rotationId, CancellationToken cancellationToken)
    {
        await foreach (GateRecord gate in ListAsync(rotationId, cancellationToken))
        {
            if (gate.Outcome is null)
            {
                return gate;
            }
        }

        return null;
    }

    /// <summary>All gates of a rotation.</summary>
    public IAsyncEnumerable<GateRecord> ListAsync(string rotationId, CancellationToken cancellationToken)
        => store.ReadAllAsync<GateRecord>(LedgerPartitions.Rotation(rotationId), "gate|", cancellationToken);

    /// <summary>The votes that stand at a gate.</summary>
    public IAsyncEnumerable<Vote> ListVotesAsync(string rotationId, string gateId, CancellationToken cancellationToken)
        => store.ReadAllAsync<Vote>(LedgerPartitions.Rotation(rotationId), $"vote|{gateId}|", cancellationToken);

    /// <summary>The named rest that a gate asks about.</summary>
    public IAsyncEnumerable<ExceptionItem> ListExceptionsAsync(string rotationId, string gateId, CancellationToken cancellationToken)
        => store.ReadAllAsync<ExceptionItem>(LedgerPartitions.Rotation(rotationId), $"rest|{gateId}|", cancellationToken);

    /// <summary>Opens a gate. The rest is written first: a gate that can be seen is whole.</summary>
    public async Task OpenAsync(string rotationId, GateRecord gate, IReadOnlyList<ExceptionItem> rest, CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Rotation(rotationId);
        await store.UpsertAllAsync(partition, rest.Select((item, index) => new LedgerWrite.Upsert($"rest|{gate.GateId}|{index:D6}", ToJson(item))), cancellationToken);
        await store.UpsertAllAsync(partition, [new LedgerWrite.Upsert(GateKey(gate.GateId), ToJson(gate))], cancellationToken);
        await audit.AddAsync(rotationId, "gate-opened", AuditEvent.Product, $"Gate {gate.GateId}: {gate.ExceptionCount} in the named rest, {gate.Quorum} of {string.Join(", ", GateTally.WhoMayDecide(gate))} must decide.{(GateTally.WhyUnreachable(gate) is { } unreachable ? $" {unreachable}" : "")}", cancellationToken);
    }

    /// <summary>Casts a vote in one conditional write, so the voter gets the true answer at once. A vote at a closed gate is refused.</summary>
    public Task<VoteAnswer> VoteAsync(string rotationId, string gateId, Vote vote, CancellationToken cancellationToken)
        => VoteAsync(rotationId, gateId, vote, onceKey: null, cancellationToken);

    /// <summary>As above, with something that counts once (a callback's address): used again, the vote is refused.</summary>
    public async Task<VoteAnswer> VoteAsync(string rotationId, string gateId, Vote vote, string? onceKey, CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Rotation(rotationId);
        while (true)
        {
            if (await store.ReadAsync<GateRecord>(partition, GateKey(gateId), cancellationToken) is not { } row)
            {
                return new(false, GateOutcome.Undecided, $"Rotation {rotationId} has no gate {gateId}.");
            }

            GateRecord gate = row.Value;
            if (Refusal(gate, vote) is { } refusal)
            {
                return new(false, gate.Outcome ?? GateOutcome.Undecided, refusal);
            }

            if (await WasGivenAsync(partition, gateId, onceKey, cancellationToken))
            {
                return new(false, gate.Outcome ?? GateOutcome.Undecided, "This answer was given before, and counts once.");
            }

            Vote? before = (await store.ReadAsync<Vote>(partition, VoteKey(gateId, vote.By), cancellationToken))?.Value;
            bool isNews = before is null || !vote.SaysTheSameAs(before);
            bool isNewLine = before?.Line is null || (isNews && before.Lines < MaxLinesOfOne);
            Vote counted = vote.After(before, isNewLine ? audit.NewKey() : null);
            LedgerWrite[] writes =
            [
                new LedgerWrite.Replace(GateKey(gateId), ToJson(isNews ? gate with { Votes = gate.Votes + 1 } : gate), row.ETag),
                new LedgerWrite.Upsert(VoteKey(gateId, vote.By), ToJson(counted)),
                .. onceKey is null ? [] : new[] { new LedgerWrite.Insert(OnceKey(gateId, onceKey), ToJson(vote)) },
            ];
            if (await store.TryCommitAsync(partition, writes, cancellationToken))
            {
                await RecordAsync(rotationId, gateId, counted, isNewLine, cancellationToken);
                GateOutcome outcome = await EvaluateAsync(rotationId, gate, cancellationToken);
                return new(true, outcome, Explain(gate, outcome));
            }
        }
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

    /// <summary>What the votes amount to now.</summary>
    public async Task<GateOutcome> EvaluateAsync(string rotationId, GateRecord gate, CancellationToken cancellationToken)
    {
        List<Vote> votes = [];
        await foreach (Vote vote in ListVotesAsync(rotationId, gate.GateId, cancellationToken))
        {
            votes.Add(vote);
        }

        return GateTally.Evaluate(gate, votes);
    }

    /// <summary>Closes a gate with what its votes amount to, unless that changed meanwhile: then it stays open. Closing as superseded needs no votes.</summary>
    /// <returns>The outcome that the gate now has: the wanted one, or what the votes amount to since.</returns>
    public async Task<GateOutcome> CloseAsync(string rotationId, string gateId, GateOutcome wanted, CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Rotation(rotationId);
        while (true)
        {
            (GateRecord Value, string ETag) row = await ReadAsync(rotationId, gateId, cancellationToken);
            if (row.Value.Outcome is { } closed)
            {
                return closed;
            }

            GateOutcome outcome = wanted is GateOutcome.Superseded ? wanted : await EvaluateAsync(rotationId, row.Value, cancellationToken);
            if (outcome != wanted)
            {
                return outcome;
            }

            GateRecord gate = row.Value with { Outcome = outcome, ClosedAt = time.GetUtcNow() };
            if (await store.TryCommitAsync(partition, [new LedgerWrite.Replace(GateKey(gateId), ToJson(gate), row.ETag)], cancellationToken))
            {
                await RecordClosedAsync(rotationId, gateId, outcome, cancellationToken);
                return outcome;
            }
        }
    }

    /// <summary>
    /// Closes a gate with what its votes decide, in one write with the rotation's row: whatever is said to the rotation before that write is seen by it, and what comes
    /// later comes after a decided gate. A rotation that was aborted first has its question withdrawn.
    /// </summary>
    /// <param name="rotationId">The rotation.</param>
    /// <param name="gateId">The gate.</param>
    /// <param name="isAborted">Whether an abort was given that is not taken yet.</param>
    /// <param name="decided">What the decision changes in the rotation's row.</param>
    /// <param name="cancellationToken">Cancels between tries.</param>
    /// <returns>What the gate has: Undecided and Held leave it open.</returns>
    public async Task<GateOutcome> DecideAsync(
        string rotationId,
        string gateId,
        Func<RotationRecord, Task<bool>> isAborted,
        Func<RotationRecord, GateRecord, RotationRecord> decided,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isAborted);
        ArgumentNullException.ThrowIfNull(decided);
        string partition = LedgerPartitions.Rotation(rotationId);
        while (true)
        {
            (RotationRecord rotation, string rotationTag) = await ReadRotationAsync(rotationId, cancellationToken);
            (GateRecord gate, string gateTag) = await ReadAsync(rotationId, gateId, cancellationToken);
            GateOutcome outcome = await EvaluateAsync(rotationId, gate, cancellationToken);
            if (outcome is GateOutcome.Undecided or GateOutcome.Held)
            {
                return outcome;
            }

            // One that was decided before is recorded again where the row has lost it, since the rotation went another way in between.
            bool isOpen = gate.Outcome is null;
            outcome = isOpen && await isAborted(rotation) ? GateOutcome.Superseded : outcome;
            GateRecord closed = isOpen ? gate with { Outcome = outcome, ClosedAt = time.GetUtcNow() } : gate;
            RotationRecord told = decided(rotation, closed);
            if (!isOpen && told == rotation)
            {
                return outcome;
            }

            LedgerWrite closing = new LedgerWrite.Replace(GateKey(gateId), ToJson(closed), gateTag);
            LedgerWrite telling = new LedgerWrite.Replace(RotationLedger.RotationKey, ToJson(told), rotationTag);
            if (await store.TryCommitAsync(partition, [closing, telling], cancellationToken))
            {
                await (isOpen ? RecordClosedAsync(rotationId, gateId, outcome, cancellationToken) : Task.CompletedTask);
                return outcome;
            }
        }
    }

    private Task RecordClosedAsync(string rotationId, string gateId, GateOutcome outcome, CancellationToken cancellationToken)
        => audit.AddAsync(rotationId, "gate-closed", AuditEvent.Product, $"Gate {gateId}: {outcome}.", cancellationToken);

    private async Task<(RotationRecord Rotation, string ETag)> ReadRotationAsync(string rotationId, CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Rotation(rotationId);
        return await store.ReadAsync<RotationRecord>(partition, RotationLedger.RotationKey, cancellationToken)
            ?? throw new KeyNotFoundException($"The ledger has no rotation {rotationId}.");
    }

    private async Task<(GateRecord Gate, string ETag)> ReadAsync(string rotationId, string gateId, CancellationToken cancellationToken)
        => await store.ReadAsync<GateRecord>(LedgerPartitions.Rotation(rotationId), GateKey(gateId), cancellationToken)
            ?? throw new KeyNotFoundException($"Rotation {rotationId} has no gate {gateId}.");

    private static string? Refusal(GateRecord gate, Vote vote)
    {
        if (gate.Outcome is { } outcome)
        {
            return $"Gate {gate.GateId} is closed: {outcome}.";
        }

        if (!PersonName.IsValid(vote.By))
        {
            return $"That is no name of a person: a {PersonName.Allowed}.";
        }

        if (vote.PlanHash != gate.PlanHash)
        {
            return $"The vote is for plan {vote.PlanHash}; gate {gate.GateId} asks about plan {gate.PlanHash}. Look at it again.";
        }

        if (vote.Choice is GateChoice.Skip && string.IsNullOrWhiteSpace(vote.Comment))
        {
            return "Skip needs a comment: it is the reason that the audit trail and the finish gate show.";
        }

        return gate.Choices.Contains(vote.Choice)
            ? GateTally.Eligibility(gate, vote.Voter)
            : $"{vote.Choice} cannot be chosen at gate {gate.GateId}; allowed: {string.Join(", ", gate.Choices)}.";
    }

    private static string Explain(GateRecord gate, GateOutcome outcome) => outcome switch
    {
        GateOutcome.Undecided => $"The vote counts. Gate {gate.GateId} needs {gate.Quorum} of the same.",
        GateOutcome.Held => "The gate is held: nothing happens. Vote again to change it.",
        _ => $"Gate {gate.GateId} is decided: {outcome}.",
    };

    private static string GateKey(string gateId) => $"gate|{gateId}";

    private static string VoteKey(string gateId, string person)
        => $"vote|{gateId}|{Hash(PersonName.KeyOf(person))}";

    private static string OnceKey(string gateId, string what) => $"once|{gateId}|{Hash(what)}";

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..32];
}
