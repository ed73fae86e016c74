using TenantTokens.Rotations;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Ledger;

/// <summary>The targets of a rotation: one row each, spread over partitions; an activity reads and writes one point.</summary>
public sealed class TargetLedger(ILedgerStore store)
{
    /// <summary>One target.</summary>
    /// <exception cref="KeyNotFoundException">The rotation has no such target.</exception>
    public async Task<TargetRecord> GetAsync(string rotationId, string targetId, CancellationToken cancellationToken)
        => (await store.ReadAsync<TargetRecord>(LedgerPartitions.Targets(rotationId, targetId), targetId, cancellationToken))?.Value
            ?? throw new KeyNotFoundException($"Rotation {rotationId} has no target {targetId}.");

    /// <summary>All targets, ordered by name.</summary>
    public async Task<IReadOnlyList<TargetRecord>> ListAsync(string rotationId, CancellationToken cancellationToken)
    {
        List<TargetRecord> targets = [];
        foreach (string partition in LedgerPartitions.AllTargets(rotationId))
        {
            await foreach (TargetRecord target in store.ReadAllAsync<TargetRecord>(partition, "", cancellationToken))
            {
                targets.Add(target);
            }
        }

        targets.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name) is var byName and not 0 ? byName : string.CompareOrdinal(left.TargetId, right.TargetId));
        return targets;
    }

    /// <summary>Adds or replaces targets.</summary>
    public async Task PutAsync(string rotationId, IEnumerable<TargetRecord> targets, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, TargetRecord> shard in targets.GroupBy(target => LedgerPartitions.Targets(rotationId, target.TargetId)))
        {
            await store.UpsertAllAsync(shard.Key, shard.Select(static target => new LedgerWrite.Upsert(target.TargetId, ToJson(target))), cancellationToken);
        }
    }

    /// <summary>Makes these the rotation's only targets.</summary>
    public async Task ReplaceAllAsync(string rotationId, IReadOnlyCollection<TargetRecord> targets, CancellationToken cancellationToken)
    {
        HashSet<string> kept = [.. targets.Select(static target => target.TargetId)];
        foreach (string partition in LedgerPartitions.AllTargets(rotationId))
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
        }

        await PutAsync(rotationId, targets, cancellationToken);
    }

    /// <summary>Changes one target; tried again when somebody else wrote it meanwhile.</summary>
    public async Task<TargetRecord> UpdateAsync(string rotationId, string targetId, Func<TargetRecord, TargetRecord> change, CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Targets(rotationId, targetId);
        while (true)
        {
            (TargetRecord Value, string ETag) row = await store.ReadAsync<TargetRecord>(partition, targetId, cancellationToken)
                ?? throw new KeyNotFoundException($"Rotation {rotationId} has no target {targetId}.");
            TargetRecord changed = change(row.Value);
            if (changed == row.Value || await store.TryCommitAsync(partition, [new LedgerWrite.Replace(targetId, ToJson(changed), row.ETag)], cancellationToken))
            {
                return changed;
            }
        }
    }
}
