using System.Globalization;
using System.Runtime.CompilerServices;
using TenantTokens.Ledger;

namespace TenantTokens.Testing.Ledger;

/// <summary>A ledger for one test, in memory.</summary>
internal sealed class MemoryLedgerStore : ILedgerStore
{
    private readonly Lock _sync = new();
    private readonly SortedDictionary<(string Partition, string Key), LedgerRow> _rows = new(
        Comparer<(string Partition, string Key)>.Create(Order));
    private int _lastTag;

    /// <summary>When set, every write fails with it.</summary>
    public Exception? Outage { get; set; }

    /// <summary>Hears every commit that was made.</summary>
    public Action<string, IReadOnlyList<LedgerWrite>>? Committed { get; set; }

    /// <summary>Hears every query: its partition, and what its keys begin with.</summary>
    public Action<string, string>? Queried { get; set; }

    public string Place { get; } = "the memory of this test";

    public async IAsyncEnumerable<(string Partition, LedgerRow Row)> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string Partition, LedgerRow Row)[] all;
        lock (_sync)
        {
            all = [.. _rows.Select(static row => (row.Key.Partition, row.Value))];
        }

        await Task.CompletedTask;
        foreach ((string Partition, LedgerRow Row) row in all)
        {
            yield return row;
        }
    }

    public Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            return Task.FromResult(_rows.GetValueOrDefault((partition, key)));
        }
    }

    public async IAsyncEnumerable<LedgerRow> QueryAsync(
        string partition,
        string keyPrefix,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LedgerRow[] found;
        Queried?.Invoke(partition, keyPrefix);
        lock (_sync)
        {
            found =
            [
                .. _rows.Where(row => row.Key.Partition == partition && row.Key.Key.StartsWith(keyPrefix, StringComparison.Ordinal))
                    .Select(static row => row.Value),
            ];
        }

        await Task.CompletedTask;
        foreach (LedgerRow row in found)
        {
            yield return row;
        }
    }

    public Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
    {
        if (Outage is { } outage)
        {
            return Task.FromException<bool>(outage);
        }

        lock (_sync)
        {
            if (!writes.All(write => IsAllowed(_rows.GetValueOrDefault((partition, write.Key)), write)))
            {
                return Task.FromResult(false);
            }

            foreach (LedgerWrite write in writes)
            {
                Apply(partition, write);
            }

            Committed?.Invoke(partition, writes);
            return Task.FromResult(true);
        }
    }

    private static bool IsAllowed(LedgerRow? row, LedgerWrite write) => write switch
    {
        LedgerWrite.Insert => row is null,
        LedgerWrite.Replace replace => row?.ETag == replace.ETag,
        LedgerWrite.Delete delete => row?.ETag == delete.ETag,
        _ => true,
    };

    private void Apply(string partition, LedgerWrite write)
    {
        if (LedgerWrites.JsonOf(write) is { } json)
        {
            _rows[(partition, write.Key)] = new LedgerRow(write.Key, json, (++_lastTag).ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            _rows.Remove((partition, write.Key));
        }
    }

    private static int Order((string Partition, string Key) one, (string Partition, string Key) other)
        => string.CompareOrdinal(one.Partition, other.Partition) is var byPartition and not 0
            ? byPartition
            : string.CompareOrdinal(one.Key, other.Key);
}
