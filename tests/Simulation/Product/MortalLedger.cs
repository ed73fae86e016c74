using System.Runtime.CompilerServices;
using TenantTokens.Ledger;
using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Product;

/// <summary>
/// The ledger as one process sees it: that process can die before and after every write, and each write takes a moment that the seed draws.
/// </summary>
internal sealed class MortalLedger(
    ILedgerStore store,
    KnownRows rows,
    ProcessLife life,
    TimeProvider time,
    Random pace,
    Func<bool> isFull,
    Action<string, IReadOnlyList<LedgerWrite>> committed) : ILedgerStore
{
    public string Place => store.Place;

    public IAsyncEnumerable<(string Partition, LedgerRow Row)> ReadAllAsync(CancellationToken cancellationToken)
        => store.ReadAllAsync(cancellationToken);

    public async Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken)
    {
        if (life.IsDead)
        {
            return await ProcessLife.NeverAsync<LedgerRow?>();
        }

        return await store.GetAsync(partition, key, cancellationToken) is { } row ? rows.Known(partition, row) : null;
    }

    public async IAsyncEnumerable<LedgerRow> QueryAsync(
        string partition,
        string keyPrefix,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (life.IsDead)
        {
            await ProcessLife.NeverAsync<bool>();
        }

        await foreach (LedgerRow row in store.QueryAsync(partition, keyPrefix, cancellationToken))
        {
            yield return rows.Known(partition, row);
        }
    }

    public async Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
    {
        if (!life.Goes($"it has begun to write to the ledger ({Describe(partition, writes)})"))
        {
            return await ProcessLife.NeverAsync<bool>();
        }

        if (isFull())
        {
            throw new IOException("No space left on device");
        }

        if (pace.Next(4) == 0)
        {
            await Task.Delay(pace.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(30)), time, CancellationToken.None);
        }

        if (life.IsDead)
        {
            return await ProcessLife.NeverAsync<bool>();
        }

        bool holds = await store.TryCommitAsync(partition, writes, cancellationToken);
        if (holds)
        {
            committed(partition, writes);
        }

        return life.Goes($"it has written to the ledger ({Describe(partition, writes)})") ? holds : await ProcessLife.NeverAsync<bool>();
    }

    private static string Describe(string partition, IReadOnlyList<LedgerWrite> writes)
        => $"{partition.Split(':')[0]} {writes[0].Key.Split('|')[0]}{(writes.Count > 1 ? $" and {writes.Count - 1} more" : "")}";
}
