namespace TenantTokens.Tokens;

/// <summary>
/// Reads keys, from the vault or the Entra tenant, once for all callers that ask at the same time. A request waits until <see
/// cref="RequestPatience"/> after the reading began, whoever began it. The reading itself may take up to <see cref="LongestReading"/>, so
/// that a slow one serves the next request. After a failure, requests start no new reading until <see cref="RestAfterFailure"/> is over.
/// </summary>
/// <param name="read">Reads the value.</param>
/// <param name="what">What is read, as the beginning of a sentence.</param>
/// <param name="time">The clock of all these times.</param>
internal sealed class SharedReading<T>(Func<CancellationToken, Task<T>> read, string what, TimeProvider time)
    where T : class
{
    /// <summary>How long a request waits at most. With the work before and after it, the request is answered within two seconds.</summary>
    public static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a reading may take, the client's retries included.</summary>
    public static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(10);

    /// <summary>How long after a failure requests start no new reading.</summary>
    public static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private (T Value, DateTimeOffset At)? _known;
    private (Exception Cause, DateTimeOffset At)? _failure;
    private (Task<T> Value, DateTimeOffset Since)? _underWay;

    /// <summary>When the value in memory was read; null when there is none.</summary>
    public DateTimeOffset? ReadAt
    {
        get
        {
            lock (_lock)
            {
                return _known?.At;
            }
        }
    }

    /// <summary>
    /// For requests: returns the value in memory if it is no older than <paramref name="mayBeOld"/>, else the result of a reading if it
    /// comes soon.
    /// </summary>
    /// <exception cref="KeysUnavailableException">The reading gave nothing soon, or failed a moment ago.</exception>
    public Task<T> GetSoonAsync(TimeSpan mayBeOld, CancellationToken cancellationToken)
    {
        (Task<T> value, DateTimeOffset since) = Begin(mayBeOld, rests: true);
        return WaitAsync(value, since + RequestPatience - time.GetUtcNow(), RequestPatience, cancellationToken);
    }

    /// <summary>For work that can wait and be tried again: starts a reading even right after a failure, and waits until it ends.</summary>
    /// <exception cref="KeysUnavailableException">The reading failed.</exception>
    public Task<T> GetAsync(TimeSpan mayBeOld, CancellationToken cancellationToken)
        => Begin(mayBeOld, rests: false).Value.WaitAsync(cancellationToken);

    /// <summary>
    /// Starts a reading when the value is older than <paramref name="mayBeOld"/> and no recent failure forbids it. Does not wait for it.
    /// </summary>
    public void Begin(TimeSpan mayBeOld) => Begin(mayBeOld, rests: true);

    private (Task<T> Value, DateTimeOffset Since) Begin(TimeSpan mayBeOld, bool rests)
    {
        TaskCompletionSource<T> begun;
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            if (_known is { } known && now - known.At < mayBeOld)
            {
                return (Task.FromResult(known.Value), now);
            }

            if (_underWay is { } underWay)
            {
                return underWay;
            }

            if (rests && _failure is { } failure && now - failure.At < RestAfterFailure)
            {
                return (Task.FromException<T>(Again(failure.Cause)), now);
            }

            begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _underWay = (begun.Task, now);
        }

        _ = ReadAsync(begun);
        return (begun.Task, now);
    }

    private async Task ReadAsync(TaskCompletionSource<T> begun)
    {
        using CancellationTokenSource limit = new(LongestReading, time);
        try
        {
            T value = await read(limit.Token).WaitAsync(limit.Token);
            lock (_lock)
            {
                (_known, _failure, _underWay) = ((value, time.GetUtcNow()), null, null);
            }

            begun.SetResult(value);
        }
        catch (Exception exception)
        {
            Exception cause = VaultOutage.Is(exception)
                || (exception is OperationCanceledException or AggregateException && limit.IsCancellationRequested)
                ? exception as KeysUnavailableException ?? Unavailable(exception, LongestReading)
                : exception;
            lock (_lock)
            {
                (_failure, _underWay) = ((cause, time.GetUtcNow()), null);
            }

            begun.SetException(cause);
            _ = begun.Task.Exception; // by now nobody may be waiting for it
        }
    }

    private async Task<T> WaitAsync(Task<T> value, TimeSpan left, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await value.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Unavailable(new OperationCanceledException(), patience);
        }
    }

    private KeysUnavailableException Unavailable(Exception why, TimeSpan limit)
        => new($"{what} could not be read: {VaultOutage.Why(why, limit)}.");

    // Each caller gets an exception of its own: one that many threads throw grows with each throw.
    private static Exception Again(Exception cause)
        => cause is KeysUnavailableException ? new KeysUnavailableException(cause.Message) : cause;
}
