using TenantTokens.Ledger;

namespace TenantTokens.Local.Ledger;

/// <summary>A commit that waits for the writer.</summary>
internal sealed class LedgerCommit(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<bool> _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Partition => partition;

    public IReadOnlyList<LedgerWrite> Writes => writes;

    public Task<bool> Committed => _committed.Task;

    /// <summary>Whether its conditions held; known once the transaction has ended.</summary>
    public bool Holds { get; set; }

    public bool IsCancelled { get; private set; }

    /// <summary>Begins the commit unless it was cancelled; after this, a cancellation has no effect.</summary>
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
