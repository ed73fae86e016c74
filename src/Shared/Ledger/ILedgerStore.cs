namespace TenantTokens.Ledger;

/// <summary>
/// What a ledger needs from its storage: rows in partitions, and a conditional commit within one partition. It is small enough that SQLite
/// and Azure Tables (entity group transactions) both fulfil it; the same tests check both.
/// </summary>
public interface ILedgerStore
{
    /// <summary>The file or table, for messages to people.</summary>
    string Place { get; }

    /// <summary>
    /// Reads every row: partitions in ordinal order, and the keys of each in ordinal order. Rows written meanwhile may be missing.
    /// </summary>
    IAsyncEnumerable<(string Partition, LedgerRow Row)> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Reads one row; null when there is none.</summary>
    Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken);

    /// <summary>Reads the rows of a partition whose key starts with the prefix, ordered by key (ordinal).</summary>
    IAsyncEnumerable<LedgerRow> QueryAsync(string partition, string keyPrefix, CancellationToken cancellationToken);

    /// <summary>
    /// Commits all writes or none. Returns false when a condition does not hold: an inserted row exists, or a replaced or deleted row has
    /// changed or is gone.
    /// </summary>
    /// <param name="partition">The partition of all the writes.</param>
    /// <param name="writes">1 to 100 writes, each with a different key.</param>
    /// <param name="cancellationToken">Cancels before the commit, never in its middle.</param>
    /// <exception cref="ArgumentException">There is no write, there are more than 100, or two have the same key.</exception>
    Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken);
}
