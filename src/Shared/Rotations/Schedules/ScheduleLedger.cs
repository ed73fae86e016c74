using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Schedules;

/// <summary>What is remembered of each environment's schedule: one row, written only when it is still as it was read.</summary>
public sealed class ScheduleLedger(ILedgerStore store)
{
    private const string Key = "schedule";

    /// <summary>The row and its tag; an empty record and no tag before it was first written.</summary>
    public async Task<(ScheduleRecord Record, string? ETag)> ReadAsync(string environmentId, CancellationToken cancellationToken)
        => await store.ReadAsync<ScheduleRecord>(LedgerPartitions.Environment(environmentId), Key, cancellationToken) is { } row
            ? (row.Value, row.ETag)
            : (new(), null);

    /// <summary>Writes the row. False when somebody else wrote it meanwhile: read it again.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="record">The row.</param>
    /// <param name="etag">The tag that came with what was read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<bool> TryWriteAsync(string environmentId, ScheduleRecord record, string? etag, CancellationToken cancellationToken)
    {
        LedgerWrite write = etag is null ? new LedgerWrite.Insert(Key, ToJson(record)) : new LedgerWrite.Replace(Key, ToJson(record), etag);
        return store.TryCommitAsync(LedgerPartitions.Environment(environmentId), [write], cancellationToken);
    }

    /// <summary>Changes the row, again on what somebody else wrote meanwhile.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="change">Gives the new row; called again on each try, so it must not remember.</param>
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
