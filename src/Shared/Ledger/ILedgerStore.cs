namespace TenantTokens.Ledger;

/// <summary>
/// The one thing a ledger needs from its storage: rows in partitions, and a conditional commit within one partition. Small enough
/// that SQLite and Azure Tables (entity group transactions) keep the same contract, tested by the same tests.
/// </summary>
public interface ILedgerStore
{
    /// <summary>Which file or table it is, for people.</summary>
    string Place { get; }

    /// <summary>Reads every row: partitions and, in each, keys in ordinal order. Rows written meanwhile may or may not be seen.</summary>
    IAsyncEnumerable<(string Partition, LedgerRow Row)> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Reads one row; null when there is none.</summary>
    Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken);

    /// <summary>Reads the rows of a partition whose key starts with the prefix, ordered by key (ordinal).</summary>
    IAsyncEnumerable<LedgerRow> QueryAsync(string partition, string keyPrefix, CancellationToken cancellationToken);

    /// <summary>
    /// Commits all writes or none. False when a condition does not hold: an inserted row exists, or a replaced or deleted row changed or is
    /// gone.
    /// </summary>
    /// <param name="partition">The partition of all the writes.</param>
    /// <param name="writes">1 to 100 writes, each of another key.</param>
    /// <param name="cancellationToken">Cancels before the commit, never in its middle.</param>
    /// <exception cref="ArgumentException">No write, more than 100, or two of one key.</exception>
    Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken);
}
