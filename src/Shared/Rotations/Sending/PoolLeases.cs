using TenantTokens.Durable;
using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// A pool's turn: at most one ActiveGate of a network zone and group restarts at a time, over all rotations and environments.
/// </summary>
public sealed class PoolLeases(ILedgerStore store, TimeProvider time)
{
    /// <summary>Takes the turn, or keeps it when the holder has it already.</summary>
    /// <param name="pool">Network zone and group.</param>
    /// <param name="holder">Rotation and target.</param>
    /// <param name="length">After this long anybody may take it: the holder is gone.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when the turn is the holder's; else when to ask again at the latest.</returns>
    public async Task<DateTimeOffset?> TryTakeAsync(string pool, string holder, TimeSpan length, CancellationToken cancellationToken)
    {
        Lease? lease = await store.ChangeAsync<Lease>(
            LedgerPartitions.Pools,
            KeyOf(pool),
            held =>
            {
                DateTimeOffset now = time.GetUtcNow();
                return held is not null && held.Holder != holder && held.Until > now ? null : new(new Lease(holder, now + length));
            },
            cancellationToken);
        return lease!.Holder == holder ? null : lease.Until;
    }

    /// <summary>Gives the turn back; nothing happens when somebody else has it.</summary>
    public async Task ReleaseAsync(string pool, string holder, CancellationToken cancellationToken)
    {
        string key = KeyOf(pool);
        if (await store.ReadAsync<Lease>(LedgerPartitions.Pools, key, cancellationToken) is { } held && held.Value.Holder == holder)
        {
            await store.TryCommitAsync(LedgerPartitions.Pools, [new LedgerWrite.Delete(key, held.ETag)], cancellationToken);
        }
    }

    private static string KeyOf(string pool)
        => ShortHash.From(pool);

    private sealed record Lease(string Holder, DateTimeOffset Until);
}
