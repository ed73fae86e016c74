using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Watching;

/// <summary>
/// Stores what the watch of a rotation needs: the baseline, the state between checks, and the agents online before finish.
/// </summary>
public sealed class WatchLedger(ILedgerStore store)
{
    private const string BaselineKey = "baseline";
    private const string StateKey = "state";
    private const string SnapshotKey = "snapshot";
    private const string OnlinePrefix = "online|";

    /// <summary>Reads the baseline; null before it was recorded.</summary>
    public async Task<WatchBaseline?> FindBaselineAsync(string rotationId, CancellationToken cancellationToken)
        => (await store.ReadAsync<WatchBaseline>(LedgerPartitions.Watch(rotationId), BaselineKey, cancellationToken))?.Value;

    /// <summary>Records the baseline unless there is one, and returns the one that stays.</summary>
    public async Task<WatchBaseline> KeepBaselineAsync(string rotationId, WatchBaseline baseline, CancellationToken cancellationToken)
        => await store.TryCommitAsync(
            LedgerPartitions.Watch(rotationId),
            [new LedgerWrite.Insert(BaselineKey, ToJson(baseline))],
            cancellationToken)
            ? baseline
            : await FindBaselineAsync(rotationId, cancellationToken)
                ?? throw new InvalidOperationException($"The baseline of rotation {rotationId} has disappeared from the ledger.");

    /// <summary>Reads the state of the watch; an empty one before the first check.</summary>
    public async Task<WatchState> GetStateAsync(string rotationId, CancellationToken cancellationToken)
        => (await store.ReadAsync<WatchState>(LedgerPartitions.Watch(rotationId), StateKey, cancellationToken))?.Value ?? new();

    /// <summary>Writes the state of the watch.</summary>
    public Task PutStateAsync(string rotationId, WatchState state, CancellationToken cancellationToken)
        => store.UpsertAllAsync(LedgerPartitions.Watch(rotationId), [new LedgerWrite.Upsert(StateKey, ToJson(state))], cancellationToken);

    /// <summary>Reads the summary of the agents online before finish; null before it was recorded.</summary>
    public async Task<OnlineSnapshot?> FindSnapshotAsync(string rotationId, CancellationToken cancellationToken)
        => (await store.ReadAsync<OnlineSnapshot>(LedgerPartitions.Watch(rotationId), SnapshotKey, cancellationToken))?.Value;

    /// <summary>
    /// Replaces the list of agents that were online. The summary is written last, so that a snapshot that can be read is complete.
    /// </summary>
    public async Task PutSnapshotAsync(
        string rotationId,
        OnlineSnapshot snapshot,
        IReadOnlyList<OnlineRow> rows,
        CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Watch(rotationId);
        List<LedgerWrite> surplus = [];
        await foreach (LedgerRow row in store.QueryAsync(partition, OnlinePrefix, cancellationToken))
        {
            if (string.CompareOrdinal(row.Key, KeyOf(rows.Count)) >= 0)
            {
                surplus.Add(new LedgerWrite.Delete(row.Key, row.ETag));
            }
        }

        await store.UpsertAllAsync(partition, surplus, cancellationToken);
        await store.UpsertAllAsync(
            partition,
            rows.Select(static row => new LedgerWrite.Upsert(KeyOf(row.Number), ToJson(row))),
            cancellationToken);
        await store.UpsertAllAsync(partition, [new LedgerWrite.Upsert(SnapshotKey, ToJson(snapshot))], cancellationToken);
    }

    /// <summary>Lists the agents that were online before finish, in rows of at most <see cref="OnlineRow.MaxIds"/>.</summary>
    public IAsyncEnumerable<OnlineRow> ListOnlineAsync(string rotationId, CancellationToken cancellationToken)
        => store.ReadAllAsync<OnlineRow>(LedgerPartitions.Watch(rotationId), OnlinePrefix, cancellationToken);

    /// <summary>Writes one of those rows.</summary>
    public Task PutOnlineAsync(string rotationId, OnlineRow row, CancellationToken cancellationToken)
        => store.UpsertAllAsync(
            LedgerPartitions.Watch(rotationId),
            [new LedgerWrite.Upsert(KeyOf(row.Number), ToJson(row))],
            cancellationToken);

    private static string KeyOf(int number) => $"{OnlinePrefix}{number:D6}";
}
