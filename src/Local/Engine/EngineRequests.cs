using Microsoft.Data.Sqlite;

namespace TenantTokens.Local.Engine;

/// <summary>How a caller on any thread gets an answer from the loop: always after the commit, so an answer is never taken back.</summary>
internal sealed class EngineRequests(TurnLoop loop)
{
    /// <summary>Something that may change instances.</summary>
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

    /// <summary>Something that only reads, once what was written before is durable.</summary>
    public Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() => loop.AfterCommit(() => reply.TrySetResult(read())));
        return UnlessStoppedAsync(reply.Task, cancellationToken);
    }

    /// <summary>Waits for a reply, as long as the loop runs.</summary>
    public async Task<T> UnlessStoppedAsync<T>(Task<T> reply, CancellationToken cancellationToken)
    {
        await Task.WhenAny(reply, loop.Completion).WaitAsync(cancellationToken);
        if (!reply.IsCompleted)
        {
            await loop.Completion; // throws what ended the loop
            throw new OperationCanceledException("The engine stopped before it answered.");
        }

        return await reply;
    }
}
