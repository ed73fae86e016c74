using TenantTokens.Durable;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Ledger;

/// <summary>Everything that was done (I12), oldest first. Rows are only ever added.</summary>
public sealed class AuditTrail(ILedgerStore store, TimeProvider time, ISecretScrubber? scrubber = null)
{
    /// <summary>Adds an event. Repeating an activity may add it twice; each row is true.</summary>
    public Task AddAsync(string rotationId, string code, string by, string detail, CancellationToken cancellationToken)
        => AddAsync(rotationId, new AuditEvent(default, code, by, detail), cancellationToken);

    /// <summary>Adds an event, at the time it is now.</summary>
    public Task AddAsync(string rotationId, AuditEvent entry, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        entry = entry with { At = now, Detail = scrubber?.Scrub(entry.Detail) ?? entry.Detail }; // people write reasons, and paste into them
        string key = $"{now.UtcTicks:D19}|{Guid.CreateVersion7(now):N}";
        return store.UpsertAllAsync(LedgerPartitions.Audit(rotationId), [new LedgerWrite.Upsert(key, ToJson(entry))], cancellationToken);
    }

    /// <summary>The events of a rotation, oldest first.</summary>
    public IAsyncEnumerable<AuditEvent> ListAsync(string rotationId, CancellationToken cancellationToken)
        => store.ReadAllAsync<AuditEvent>(LedgerPartitions.Audit(rotationId), "", cancellationToken);
}
