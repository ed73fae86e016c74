using Microsoft.Data.Sqlite;

namespace TenantTokens.Local.Engine;

/// <summary>Passes requests from any thread to the loop. The answer always comes after the commit, so it is never taken back.</summary>
internal sealed class EngineRequests(TurnLoop loop)
{
    /// <summary>Runs a request that may change instances.</summary>
    public Task<T> AskAsync<T>(Func<T> ask, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() =>
        {
            try
            {
                T answer = ask();
                loop.AfterCommit(() => reply.TrySetResult(answer));
            }
            catch (Exception exception) when (exception is not SqliteException)
            {
                loop.AfterCommit(() => reply.TrySetException(exception));
            }
        });
        return UnlessStoppedAsync(reply.Task, cancellationToken);
    }

    /// <summary>Runs a request that only reads, once everything written before is durable.</summary>
    public Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() => loop.AfterCommit(() => reply.TrySetResult(read())));
        return UnlessStoppedAsync(reply.Task, cancellationToken);
    }

    /// <summary>Waits for an answer as long as the loop runs.</summary>
    public async Task<T> UnlessStoppedAsync<T>(Task<T> reply, CancellationToken cancellationToken)
    {
        await Task.WhenAny(reply, loop.Completion).WaitAsync(cancellationToken);
        if (!reply.IsCompleted)
        {
            await loop.Completion; // throws the exception that ended the loop
            throw new OperationCanceledException("The engine stopped before it answered.");
        }

        return await reply;
    }
}
