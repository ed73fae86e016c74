namespace TenantTokens.Tokens;

/// <summary>
/// One reading of keys, in the vault or at the Entra tenant, for everybody who asks at the same time. A request waits for it until
/// <see cref="RequestPatience"/> after its beginning, whoever began it; the reading itself may go on until <see cref="LongestReading"/>, so
/// that a slow one serves the next request. After a failure requests do not ask again before <see cref="RestAfterFailure"/> is over.
/// </summary>
/// <param name="read">Reads.</param>
/// <param name="what">What is read, as the beginning of a sentence.</param>
/// <param name="time">The clock of all these times.</param>
internal sealed class SharedReading<T>(Func<CancellationToken, Task<T>> read, string what, TimeProvider time)
    where T : class
{
    /// <summary>How long a request waits: with what comes before and after it is answered within two seconds.</summary>
    public static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a reading may take, the client's retries included.</summary>
    public static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(10);

    /// <summary>How long requests do not ask after a failure.</summary>
    public static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private (T Value, DateTimeOffset At)? _known;
    private (Exception Cause, DateTimeOffset At)? _failure;
    private (Task<T> Value, DateTimeOffset Since)? _underWay;

    /// <summary>When what is known was read; null when nothing was.</summary>
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

    /// <summary>For a request: what is known and not older than this, or what a reading gives soon.</summary>
    /// <exception cref="KeysUnavailableException">It gives nothing soon, or failed a moment ago.</exception>
    public Task<T> GetSoonAsync(TimeSpan mayBeOld, CancellationToken cancellationToken)
    {
        (Task<T> value, DateTimeOffset since) = Begin(mayBeOld, rests: true);
        return WaitAsync(value, since + RequestPatience - time.GetUtcNow(), RequestPatience, cancellationToken);
    }

    /// <summary>For work that can wait and is tried again: the reading is begun even after a failure, and waited for to its end.</summary>
    /// <exception cref="KeysUnavailableException">The reading failed.</exception>
    public Task<T> GetAsync(TimeSpan mayBeOld, CancellationToken cancellationToken)
        => Begin(mayBeOld, rests: false).Value.WaitAsync(cancellationToken);

    /// <summary>Begins a reading when one is needed and the vault may be asked; waits for nothing.</summary>
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
            _ = begun.Task.Exception; // nobody may wait for it any more
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

    // One of its own for each caller: an exception that many throw grows with each of them.
    private static Exception Again(Exception cause)
        => cause is KeysUnavailableException ? new KeysUnavailableException(cause.Message) : cause;
}
