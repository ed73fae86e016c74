using System.Collections.Concurrent;
using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Fleet.Targets;

/// <summary>
/// Stores the targets of a rotation, one row each. They are spread over partitions, which are read and written in parallel; an activity
/// reads and writes single rows.
/// </summary>
/// <remarks>
/// 100,000 targets are 6,250 rows in each of 16 partitions, read in 7 pages each. One partition of Azure Tables takes 2,000 rows a second
/// (https://learn.microsoft.com/azure/storage/tables/scalability-targets); the activities of all workers together write some tens, evenly
/// spread.
/// </remarks>
public sealed class TargetLedger(ILedgerStore store)
{
    /// <summary>Reads one target.</summary>
    /// <exception cref="KeyNotFoundException">The rotation has no such target.</exception>
    public async Task<TargetRecord> GetAsync(string rotationId, string targetId, CancellationToken cancellationToken)
        => (await ReadAsync(rotationId, targetId, cancellationToken)).Target;

    /// <summary>Reads one target with its row's version, so that it can be changed later without another read.</summary>
    /// <exception cref="KeyNotFoundException">The rotation has no such target.</exception>
    public async Task<Row> ReadAsync(string rotationId, string targetId, CancellationToken cancellationToken)
        => await store.ReadAsync<TargetRecord>(LedgerPartitions.Targets(rotationId, targetId), targetId, cancellationToken)
            is var (target, tag)
            ? new(rotationId, target, tag)
            : throw NotThere(rotationId, targetId);

    /// <summary>Reads several targets, in the order of the ids.</summary>
    /// <exception cref="KeyNotFoundException">The rotation lacks one of them.</exception>
    public async Task<IReadOnlyList<TargetRecord>> GetAsync(
        string rotationId,
        IReadOnlyList<string> targetIds,
        CancellationToken cancellationToken)
    {
        TargetRecord[] targets = new TargetRecord[targetIds.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, targetIds.Count),
            SideBySide(cancellationToken),
            async (index, cancellationToken) => targets[index] = await GetAsync(rotationId, targetIds[index], cancellationToken));
        return targets;
    }

    /// <summary>Reads all targets, ordered by name.</summary>
    public async Task<IReadOnlyList<TargetRecord>> ListAsync(string rotationId, CancellationToken cancellationToken)
    {
        ConcurrentBag<List<TargetRecord>> shards = [];
        ParallelOptions sideBySide = SideBySide(cancellationToken);
        await Parallel.ForEachAsync(LedgerPartitions.AllTargets(rotationId), sideBySide, async (partition, cancellationToken) =>
        {
            List<TargetRecord> shard = [];
            await foreach (TargetRecord target in store.ReadAllAsync<TargetRecord>(partition, "", cancellationToken))
            {
                shard.Add(target);
            }

            shards.Add(shard);
        });
        List<TargetRecord> targets = [.. shards.SelectMany(static shard => shard)];
        targets.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name) is var byName and not 0
            ? byName
            : string.CompareOrdinal(left.TargetId, right.TargetId));
        return targets;
    }

    /// <summary>Adds or replaces targets.</summary>
    public Task PutAsync(string rotationId, IEnumerable<TargetRecord> targets, CancellationToken cancellationToken)
        => Parallel.ForEachAsync(
            targets.GroupBy(target => LedgerPartitions.Targets(rotationId, target.TargetId)),
            SideBySide(cancellationToken),
            async (shard, cancellationToken) => await store.UpsertAllAsync(
                shard.Key,
                shard.Select(static target => new LedgerWrite.Upsert(target.TargetId, ToJson(target))),
                cancellationToken));

    /// <summary>Replaces all of the rotation's targets by these.</summary>
    public async Task ReplaceAllAsync(string rotationId, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken)
    {
        HashSet<string> kept = [.. targets.Select(static target => target.TargetId)];
        ParallelOptions sideBySide = SideBySide(cancellationToken);
        await Parallel.ForEachAsync(LedgerPartitions.AllTargets(rotationId), sideBySide, async (partition, cancellationToken) =>
        {
            List<LedgerWrite> gone = [];
            await foreach (LedgerRow row in store.QueryAsync(partition, "", cancellationToken))
            {
                if (!kept.Contains(row.Key))
                {
                    gone.Add(new LedgerWrite.Delete(row.Key, row.ETag));
                }
            }

            await store.UpsertAllAsync(partition, gone, cancellationToken);
        });
        await PutAsync(rotationId, targets, cancellationToken);
    }

    /// <summary>Changes one target. When another writer changed the row meanwhile, it reads again and repeats the change.</summary>
    public async Task<TargetRecord> UpdateAsync(
        string rotationId,
        string targetId,
        Func<TargetRecord, TargetRecord> change,
        CancellationToken cancellationToken)
        => await UpdateAsync(await ReadAsync(rotationId, targetId, cancellationToken), change, cancellationToken);

    /// <summary>
    /// Changes one target that was read before. When another writer changed the row meanwhile, it reads again and repeats the change.
    /// </summary>
    public async Task<TargetRecord> UpdateAsync(Row row, Func<TargetRecord, TargetRecord> change, CancellationToken cancellationToken)
    {
        TargetRecord? changed = await store.ChangeAsync<TargetRecord>(
            LedgerPartitions.Targets(row.RotationId, row.Target.TargetId),
            row.Target.TargetId,
            current => new(change(current ?? throw NotThere(row.RotationId, row.Target.TargetId))),
            cancellationToken,
            read: (row.Target, row.ETag));
        return changed!;
    }

    private static KeyNotFoundException NotThere(string rotationId, string targetId)
        => new($"Rotation {rotationId} has no target {targetId}.");

    private static ParallelOptions SideBySide(CancellationToken cancellationToken)
        => new() { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken };

    /// <summary>A target with the version of its row.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="Target">The target.</param>
    /// <param name="ETag">The version of its row.</param>
    public sealed record Row(string RotationId, TargetRecord Target, string ETag);
}
