using System.Runtime.CompilerServices;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Simulation.Bugs;

/// <summary>A ledger that answers, or keeps, something else than it should.</summary>
internal sealed class ChangedLedger(ILedgerStore store) : ILedgerStore
{
    /// <summary>Changes a row that is read, given its partition; null when there seems to be none.</summary>
    public Func<string, LedgerRow, LedgerRow?> Read { get; init; } = static (_, row) => row;

    /// <summary>Changes a write, given its partition; null when it is forgotten.</summary>
    public Func<string, LedgerWrite, LedgerWrite?> Write { get; init; } = static (_, write) => write;

    /// <summary>Changes a commit as a whole, given its partition; nothing is written when nothing is left of it.</summary>
    public Func<string, IReadOnlyList<LedgerWrite>, IReadOnlyList<LedgerWrite>> Commit { get; init; } = static (_, writes) => writes;

    /// <summary>Changes the targets that are read.</summary>
    public static Func<string, LedgerRow, LedgerRow?> Targets(Func<TargetRecord, TargetRecord> change)
        => (partition, row) => partition.StartsWith("targets:", StringComparison.Ordinal) ? row.With(change) : row;

    public string Place => store.Place;

    public IAsyncEnumerable<(string Partition, LedgerRow Row)> ReadAllAsync(CancellationToken cancellationToken)
        => store.ReadAllAsync(cancellationToken);

    public async Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken)
        => await store.GetAsync(partition, key, cancellationToken) is { } row ? Read(partition, row) : null;

    public async IAsyncEnumerable<LedgerRow> QueryAsync(
        string partition,
        string keyPrefix,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (LedgerRow row in store.QueryAsync(partition, keyPrefix, cancellationToken))
        {
            if (Read(partition, row) is { } read)
            {
                yield return read;
            }
        }
    }

    public Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
        => Commit(partition, writes).Select(write => Write(partition, write)).OfType<LedgerWrite>().ToArray() is { Length: > 0 } kept
            ? store.TryCommitAsync(partition, kept, cancellationToken)
            : Task.FromResult(true);
}
