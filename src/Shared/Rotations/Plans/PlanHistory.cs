using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// Finds an environment's plans by their hash. It keeps the newest <see cref="Kept"/>; the rows of a draft that is pushed out are deleted,
/// those of a rotation stay with it.
/// </summary>
public sealed class PlanHistory(ILedgerStore store)
{
    /// <summary>How many plans of an environment can be found.</summary>
    public const int Kept = 20;

    /// <summary>Adds a plan; a draft that had the same hash gives way.</summary>
    public async Task AddAsync(RotationRecord rotation, string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Plans(rotation.EnvironmentId);
        PlanPointer? before = await FindAsync(rotation.EnvironmentId, hash, cancellationToken);
        await store.UpsertAllAsync(
            partition,
            [new LedgerWrite.Upsert(hash, ToJson(new PlanPointer(hash, rotation.RotationId, now, rotation.IsDraft)))],
            cancellationToken);
        if (before is { IsDraft: true } && before.RotationId != rotation.RotationId)
        {
            await DeleteDraftAsync(before, cancellationToken);
        }

        PlanPointer[] all = await store.ReadAllAsync<PlanPointer>(partition, "", cancellationToken).ToArrayAsync(cancellationToken);
        foreach (PlanPointer old in all.OrderByDescending(static plan => plan.At)
            .ThenBy(static plan => plan.Hash, StringComparer.Ordinal)
            .Skip(Kept))
        {
            await store.DeleteAllAsync(partition, old.Hash, cancellationToken);
            if (old.IsDraft && old.RotationId != rotation.RotationId)
            {
                await DeleteDraftAsync(old, cancellationToken);
            }
        }
    }

    /// <summary>The newest plan with this hash; null when the ledger knows none (any more).</summary>
    public async Task<PlanPointer?> FindAsync(string environmentId, string hash, CancellationToken cancellationToken)
        => (await store.ReadAsync<PlanPointer>(LedgerPartitions.Plans(environmentId), hash, cancellationToken))?.Value;

    /// <summary>The plan that was made last; null when there is none.</summary>
    public async Task<PlanPointer?> NewestAsync(string environmentId, CancellationToken cancellationToken)
        => (await store.ReadAllAsync<PlanPointer>(LedgerPartitions.Plans(environmentId), "", cancellationToken)
            .ToArrayAsync(cancellationToken))
            .MaxBy(static plan => plan.At);

    private async Task DeleteDraftAsync(PlanPointer draft, CancellationToken cancellationToken)
    {
        string id = draft.RotationId;
        foreach (string partition in LedgerPartitions.AllTargets(id)
            .Append(LedgerPartitions.Plan(id))
            .Append(LedgerPartitions.Audit(id))
            .Append(LedgerPartitions.Rotation(id)))
        {
            await store.DeleteAllAsync(partition, "", cancellationToken);
        }
    }
}
