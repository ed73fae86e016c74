using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Schedules;

/// <summary>
/// Stores what is known about each environment's schedule, in one row. It is written only when it has not changed since it was read.
/// </summary>
public sealed class ScheduleLedger(ILedgerStore store)
{
    private const string Key = "schedule";

    /// <summary>Reads the row and its tag; an empty record and null before it was first written.</summary>
    public async Task<(ScheduleRecord Record, string? ETag)> ReadAsync(string environmentId, CancellationToken cancellationToken)
        => await store.ReadAsync<ScheduleRecord>(LedgerPartitions.Environment(environmentId), Key, cancellationToken) is { } row
            ? (row.Value, row.ETag)
            : (new(), null);

    /// <summary>Writes the row. Returns false when another writer changed it meanwhile, and the caller must read it again.</summary>
    /// <param name="environmentId">The environment's id.</param>
    /// <param name="record">The new row.</param>
    /// <param name="etag">The tag of the row that was read; null when there was none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<bool> TryWriteAsync(string environmentId, ScheduleRecord record, string? etag, CancellationToken cancellationToken)
    {
        LedgerWrite write = etag is null ? new LedgerWrite.Insert(Key, ToJson(record)) : new LedgerWrite.Replace(Key, ToJson(record), etag);
        return store.TryCommitAsync(LedgerPartitions.Environment(environmentId), [write], cancellationToken);
    }

    /// <summary>Changes the row. When another writer changed it meanwhile, it reads again and repeats the change.</summary>
    /// <param name="environmentId">The environment's id.</param>
    /// <param name="change">Returns the new row. It is called again on each try, so it must not keep state.</param>
    /// <param name="cancellationToken">Cancels between tries.</param>
    public async Task<ScheduleRecord> UpdateAsync(
        string environmentId,
        Func<ScheduleRecord, ScheduleRecord> change,
        CancellationToken cancellationToken)
    {
        ScheduleRecord? row = await store.ChangeAsync<ScheduleRecord>(
            LedgerPartitions.Environment(environmentId),
            Key,
            current => change(current ?? new()) is var changed && current is null && changed == new ScheduleRecord() ? null : new(changed),
            cancellationToken);
        return row ?? new();
    }
}
