using TenantTokens.Durable;
using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// Leases for the turn in a pool: at most one ActiveGate of a network zone and group restarts at a time, across all rotations and
/// environments.
/// </summary>
public sealed class PoolLeases(ILedgerStore store, TimeProvider time)
{
    /// <summary>Takes the turn, or extends it when the holder already has it.</summary>
    /// <param name="pool">Network zone and group.</param>
    /// <param name="holder">The rotation and target that take the turn.</param>
    /// <param name="length">How long the lease lasts. After that any holder may take the turn.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when the holder has the turn; else the latest time to ask again (UTC).</returns>
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

    /// <summary>Releases the turn. Does nothing when another holder has it.</summary>
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
