using TenantTokens.Ledger;

namespace TenantTokens.Local.Ledger;

/// <summary>A commit that waits for the writer.</summary>
internal sealed class LedgerCommit(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<bool> _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Partition => partition;

    public IReadOnlyList<LedgerWrite> Writes => writes;

    public Task<bool> Committed => _committed.Task;

    /// <summary>Whether its conditions held, once the transaction is decided.</summary>
    public bool Holds { get; set; }

    public bool IsCancelled { get; private set; }

    /// <summary>The last moment at which a cancellation counts.</summary>
    public bool TryBegin()
    {
        IsCancelled = cancellationToken.IsCancellationRequested;
        return !IsCancelled;
    }

    public void Complete()
    {
        if (IsCancelled)
        {
            _committed.TrySetCanceled(cancellationToken);
        }
        else
        {
            _committed.TrySetResult(Holds);
        }
    }

    public void Fail(Exception exception) => _committed.TrySetException(exception);
}
