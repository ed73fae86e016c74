using Microsoft.Data.Sqlite;

namespace TenantTokens.Local.Engine;

/// <summary>How a caller on any thread gets an answer from the loop: always after the commit, so an answer is never taken back.</summary>
public sealed partial class EmbeddedEngine
{
    private Task<T> AskAsync<T>(Func<T> ask, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            try
            {
                T answer = ask();
                _loop.AfterCommit(() => reply.TrySetResult(answer));
            }
            catch (Exception exception) when (exception is not SqliteException)
            {
                _loop.AfterCommit(() => reply.TrySetException(exception));
            }
        });
        return UnlessStoppedAsync(reply.Task, cancellationToken);
    }

    private Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() => _loop.AfterCommit(() => reply.TrySetResult(read())));
        return UnlessStoppedAsync(reply.Task, cancellationToken);
    }

    private async Task<T> UnlessStoppedAsync<T>(Task<T> reply, CancellationToken cancellationToken)
    {
        await Task.WhenAny(reply, _loop.Completion).WaitAsync(cancellationToken);
        if (!reply.IsCompleted)
        {
            await _loop.Completion; // throws what ended the loop
            throw new OperationCanceledException("The engine was stopped before it answered.");
        }

        return await reply;
    }
}
