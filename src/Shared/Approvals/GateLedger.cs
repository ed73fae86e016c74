using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Approvals;

/// <summary>Stores gates, their exceptions and their votes as ledger rows, so everything survives a crash between any two votes.</summary>
public sealed class GateLedger(ILedgerStore store, TimeProvider time, AuditTrail audit)
{
    /// <summary>Reads a gate; null when there is none.</summary>
    public async Task<GateRecord?> FindAsync(string rotationId, string gateId, CancellationToken cancellationToken)
        => (await store.ReadAsync<GateRecord>(LedgerPartitions.Rotation(rotationId), GateKey(gateId), cancellationToken))?.Value;

    /// <summary>Reads the open gate; null when none is open.</summary>
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

    /// <summary>Lists the latest vote of each person at a gate.</summary>
    public IAsyncEnumerable<Vote> ListVotesAsync(string rotationId, string gateId, CancellationToken cancellationToken)
        => store.ReadAllAsync<Vote>(LedgerPartitions.Rotation(rotationId), $"vote|{gateId}|", cancellationToken);

    /// <summary>The exceptions that a gate asks about.</summary>
    public IAsyncEnumerable<ExceptionItem> ListExceptionsAsync(string rotationId, string gateId, CancellationToken cancellationToken)
        => store.ReadAllAsync<ExceptionItem>(LedgerPartitions.Rotation(rotationId), $"rest|{gateId}|", cancellationToken);

    /// <summary>Opens a gate. Its exceptions are written first, so that a gate that can be read is complete.</summary>
    public async Task OpenAsync(string rotationId, GateRecord gate, IReadOnlyList<ExceptionItem> rest, CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Rotation(rotationId);
        await store.UpsertAllAsync(
            partition,
            rest.Select((item, index) => new LedgerWrite.Upsert($"rest|{gate.GateId}|{index:D6}", ToJson(item))),
            cancellationToken);
        await store.UpsertAllAsync(partition, [new LedgerWrite.Upsert(GateKey(gate.GateId), ToJson(gate))], cancellationToken);
        await audit.AddAsync(
            rotationId,
            "gate-opened",
            AuditEvent.Product,
            $"Gate {gate.GateId}: {gate.ExceptionCount} exceptions; {gate.Quorum} of {string.Join(", ", GateTally.WhoMayDecide(gate))}"
                + $" must decide.{(GateTally.WhyUnreachable(gate) is { } unreachable ? $" {unreachable}" : "")}",
            cancellationToken);
    }

    /// <summary>Returns the result of the votes so far.</summary>
    public async Task<GateOutcome> EvaluateAsync(string rotationId, GateRecord gate, CancellationToken cancellationToken)
    {
        List<Vote> votes = await ListVotesAsync(rotationId, gate.GateId, cancellationToken).ToListAsync(cancellationToken);

        return GateTally.Evaluate(gate, votes);
    }

    /// <summary>Withdraws a gate, whatever its votes say. One that is closed stays as it was closed.</summary>
    /// <returns>The outcome that the gate now has: Superseded, or how it was closed before.</returns>
    /// <exception cref="KeyNotFoundException">There is no such gate.</exception>
    public async Task<GateOutcome> SupersedeAsync(string rotationId, string gateId, CancellationToken cancellationToken)
    {
        bool isOpen = false;
        GateRecord? closed = await store.ChangeAsync<GateRecord>(
            LedgerPartitions.Rotation(rotationId),
            GateKey(gateId),
            current =>
            {
                GateRecord gate = current ?? throw NotThere(rotationId, gateId);
                isOpen = gate.Outcome is null;
                return new(isOpen ? gate with { Outcome = GateOutcome.Superseded, ClosedAt = time.GetUtcNow() } : gate);
            },
            cancellationToken);
        GateOutcome outcome = closed!.Outcome!.Value;
        await (isOpen ? RecordClosedAsync(rotationId, gateId, outcome, cancellationToken) : Task.CompletedTask);
        return outcome;
    }

    /// <summary>
    /// Changes what the gate records about notifying people. Votes and outcome are not changed here: they have conditions of their own.
    /// </summary>
    /// <returns>The changed gate.</returns>
    /// <exception cref="KeyNotFoundException">There is no such gate.</exception>
    public async Task<GateRecord> NoteAsync(
        string rotationId,
        string gateId,
        Func<GateRecord, GateRecord> change,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        GateRecord? changed = await store.ChangeAsync<GateRecord>(
            LedgerPartitions.Rotation(rotationId),
            GateKey(gateId),
            gate => new(change(gate ?? throw NotThere(rotationId, gateId))),
            cancellationToken);
        return changed!;
    }

    internal Task RecordClosedAsync(string rotationId, string gateId, GateOutcome outcome, CancellationToken cancellationToken)
        => audit.AddAsync(rotationId, "gate-closed", AuditEvent.Product, $"Gate {gateId}: {outcome}.", cancellationToken);

    internal async Task<(GateRecord Gate, string ETag)> ReadAsync(string rotationId, string gateId, CancellationToken cancellationToken)
        => await store.ReadAsync<GateRecord>(LedgerPartitions.Rotation(rotationId), GateKey(gateId), cancellationToken)
            ?? throw NotThere(rotationId, gateId);

    private static KeyNotFoundException NotThere(string rotationId, string gateId) => new($"Rotation {rotationId} has no gate {gateId}.");

    /// <summary>The key of a gate's row in its rotation's partition.</summary>
    internal static string GateKey(string gateId) => $"gate|{gateId}";
}
