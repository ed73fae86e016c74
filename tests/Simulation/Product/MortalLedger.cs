using System.Runtime.CompilerServices;
using TenantTokens.Ledger;
using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Product;

/// <summary>The ledger as one process sees it: that process can die before and after every write, and each write takes a moment that the seed draws.</summary>
internal sealed class MortalLedger(ILedgerStore store, ProcessLife life, TimeProvider time, Random pace, Action<string, IReadOnlyList<LedgerWrite>> committed) : ILedgerStore
{
    public Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken)
        => life.IsDead ? ProcessLife.NeverAsync<LedgerRow?>() : store.GetAsync(partition, key, cancellationToken);

    public async IAsyncEnumerable<LedgerRow> QueryAsync(string partition, string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (life.IsDead)
        {
            await ProcessLife.NeverAsync<bool>();
        }

        await foreach (LedgerRow row in store.QueryAsync(partition, keyPrefix, cancellationToken))
        {
            yield return row;
        }
    }

    public async Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
    {
        if (!life.Goes($"it has begun to write to the ledger ({Describe(partition, writes)})"))
        {
            return await ProcessLife.NeverAsync<bool>();
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
