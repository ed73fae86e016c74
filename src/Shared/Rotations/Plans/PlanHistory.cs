using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// Finds an environment's plans by their hash. It keeps the newest <see cref="Kept"/>. When a draft drops out, its rows are deleted; a
/// rotation's rows stay.
/// </summary>
public sealed class PlanHistory(ILedgerStore store)
{
    /// <summary>How many plans of an environment are kept.</summary>
    public const int Kept = 20;

    /// <summary>Adds a plan. A draft with the same hash is replaced.</summary>
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

    /// <summary>Finds the newest plan with this hash; null when the ledger has none or has dropped it.</summary>
    public async Task<PlanPointer?> FindAsync(string environmentId, string hash, CancellationToken cancellationToken)
        => (await store.ReadAsync<PlanPointer>(LedgerPartitions.Plans(environmentId), hash, cancellationToken))?.Value;

    /// <summary>Finds the newest plan; null when there is none.</summary>
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
