namespace TenantTokens.Simulation.Time;

/// <summary>A clock that stands still while anything can run, and jumps to the next thing due when nothing can.</summary>
/// <param name="start">When it begins.</param>
/// <param name="order">Draws which of several things that are due at the same moment comes first.</param>
internal sealed class VirtualTime(DateTimeOffset start, Random order) : TimeProvider
{
    private readonly PriorityQueue<(Alarm Alarm, int Setting), (long Due, long Order)> _due = new();
    private DateTimeOffset _now = start;

    /// <summary>Called before the clock jumps, with where to.</summary>
    public Action<DateTimeOffset> Jumping { get; set; } = static _ => { };

    /// <summary>When the clock began.</summary>
    public DateTimeOffset Start { get; } = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Alarm alarm = new(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Sets the clock, never back.</summary>
    public void MoveTo(DateTimeOffset now) => _now = now > _now ? now : _now;

    /// <summary>Jumps to the next thing due and lets it happen. False when nothing is.</summary>
    public bool TryGoOn()
    {
        while (_due.TryDequeue(out (Alarm Alarm, int Setting) next, out (long Due, long Order) at))
        {
            if (!next.Alarm.IsSet(next.Setting))
            {
                continue;
            }

            DateTimeOffset due = new(at.Due, TimeSpan.Zero);
            if (due > _now)
            {
                Jumping(due);
                MoveTo(due);
            }

            next.Alarm.Ring();
            return true;
        }

        return false;
    }

    private sealed class Alarm(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private int _setting;

        public bool IsSet(int setting) => _setting == setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _setting++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Enqueue(dueTime);
            }

            return true;
        }

        public void Ring()
        {
            _setting++;
            if (_period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero)
            {
                Enqueue(_period);
            }

            callback(state);
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Enqueue(TimeSpan dueTime) => time._due.Enqueue((this, _setting), ((time._now + dueTime).UtcTicks, time.Draw()));
    }

    private long Draw() => order.NextInt64();
}
