namespace TenantTokens.Testing.Time;

/// <summary>
/// A clock on which every wait is over at once and is written down. Time limits, which are waits too, pass only on request.
/// </summary>
internal sealed class InstantTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The waits so far, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock)
            {
                return [.. _waits];
            }
        }
    }

    /// <summary>When true, time limits pass at once.</summary>
    public bool TimeLimitsPass { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan by)
    {
        lock (_lock)
        {
            _now += by;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        InstantTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private bool Passes(TimeSpan wait, bool isTimeLimit)
    {
        if (wait == Timeout.InfiniteTimeSpan || (isTimeLimit && !TimeLimitsPass))
        {
            return false;
        }

        lock (_lock)
        {
            _now += wait;
            if (!isTimeLimit)
            {
                _waits.Add(wait);
            }
        }

        return true;
    }

    private sealed class InstantTimer(InstantTime time, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (time.Passes(dueTime, state is CancellationTokenSource))
            {
                ThreadPool.QueueUserWorkItem(_ => callback(state));
            }

            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
