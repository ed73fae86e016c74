using TenantTokens.Ledger;

namespace TenantTokens.Testing.Moves;

/// <summary>A ledger whose commits are watched, one after another, so that they are told in the order in which they are made.</summary>
internal sealed class WatchedLedger : ILedgerStore, IDisposable
{
    private readonly ILedgerStore _store;
    private readonly MovesOfTargets _moves;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private WatchedLedger(ILedgerStore store, MovesOfTargets moves) => (_store, _moves) = (store, moves);

    public string Place => _store.Place;

    /// <summary>Watches a ledger. What is in it is known.</summary>
    /// <param name="store">The ledger.</param>
    /// <param name="moves">Hears of its commits.</param>
    public static async Task<WatchedLedger> OverAsync(ILedgerStore store, MovesOfTargets moves)
    {
        await foreach ((string partition, LedgerRow row) in store.ReadAllAsync(CancellationToken.None))
        {
            moves.Knows(partition, row);
        }

        return new(store, moves);
    }

    /// <summary>Watches a ledger that is empty.</summary>
    public static WatchedLedger OverNew(ILedgerStore store, MovesOfTargets moves) => new(store, moves);

    public IAsyncEnumerable<(string Partition, LedgerRow Row)> ReadAllAsync(CancellationToken cancellationToken)
        => _store.ReadAllAsync(cancellationToken);

    public Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken)
        => _store.GetAsync(partition, key, cancellationToken);

    public IAsyncEnumerable<LedgerRow> QueryAsync(string partition, string keyPrefix, CancellationToken cancellationToken)
        => _store.QueryAsync(partition, keyPrefix, cancellationToken);

    public async Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            bool holds = await _store.TryCommitAsync(partition, writes, cancellationToken);
            if (holds)
            {
                _moves.Committed(partition, writes);
            }

            return holds;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
