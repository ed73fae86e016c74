using System.Globalization;
using System.Runtime.CompilerServices;
using TenantTokens.Ledger;
using TenantTokens.Testing.Ledger;

namespace TenantTokens.Simulation.Product;

/// <summary>
/// A ledger in memory that keeps the contract of Azure Tables: a commit stands or falls as one, a row's tag never comes twice.
/// </summary>
internal sealed class MemoryLedger : ILedgerStore
{
    private readonly Dictionary<string, SortedList<string, LedgerRow>> _partitions = new(StringComparer.Ordinal);
    private long _lastTag;

    /// <summary>Everything that is in it, as text.</summary>
    public IEnumerable<string> Texts => _partitions.Values.SelectMany(static rows => rows.Values).Select(static row => row.Json);

    public string Place { get; } = "the memory of the simulation";

    /// <summary>The same rows, from now on apart.</summary>
    public MemoryLedger Copy()
    {
        MemoryLedger copy = new() { _lastTag = _lastTag };
        foreach ((string partition, SortedList<string, LedgerRow> rows) in _partitions)
        {
            copy._partitions[partition] = new(rows, StringComparer.Ordinal);
        }

        return copy;
    }

    public async IAsyncEnumerable<(string Partition, LedgerRow Row)> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (string partition in _partitions.Keys.Order(StringComparer.Ordinal))
        {
            foreach (LedgerRow row in _partitions[partition].Values)
            {
                yield return (partition, row);
            }
        }
    }

    public Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken)
        => Task.FromResult(
            _partitions.TryGetValue(partition, out SortedList<string, LedgerRow>? rows) ? rows.GetValueOrDefault(key) : null);

    public async IAsyncEnumerable<LedgerRow> QueryAsync(
        string partition,
        string keyPrefix,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LedgerRow[] found = _partitions.TryGetValue(partition, out SortedList<string, LedgerRow>? rows)
            ? [.. rows.Values.Where(row => row.Key.StartsWith(keyPrefix, StringComparison.Ordinal))]
            : [];
        await Task.CompletedTask;
        foreach (LedgerRow row in found)
        {
            yield return row;
        }
    }

    public Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
    {
        LedgerCommitRules.ThrowIfBroken(partition, writes);
        if (!_partitions.TryGetValue(partition, out SortedList<string, LedgerRow>? rows))
        {
            _partitions[partition] = rows = new(StringComparer.Ordinal);
        }

        if (!writes.All(write => IsAllowed(rows.GetValueOrDefault(write.Key), write)))
        {
            return Task.FromResult(false);
        }

        foreach (LedgerWrite write in writes)
        {
            if (LedgerWrites.JsonOf(write) is { } json)
            {
                rows[write.Key] = new LedgerRow(write.Key, json, (++_lastTag).ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                rows.Remove(write.Key);
            }
        }

        return Task.FromResult(true);
    }

    private static bool IsAllowed(LedgerRow? row, LedgerWrite write) => write switch
    {
        LedgerWrite.Insert => row is null,
        LedgerWrite.Replace replace => row?.ETag == replace.ETag,
        LedgerWrite.Delete delete => row?.ETag == delete.ETag,
        _ => true,
    };
}
