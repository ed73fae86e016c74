namespace TenantTokens.Local.Engine;

/// <summary>
/// The open timers of all instances, with one operating-system timer. Only the loop's thread uses it, except for that timer's callback.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    // Operating-system timers allow at most 49 days and do not count the time that a laptop sleeps, so the clock is read once a minute.
    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _tolerance = TimeSpan.FromMilliseconds(1);

    private readonly PriorityQueue<PendingStep, (DateTime Due, long Number)> _queue = new();
    private readonly TimeProvider _time;
    private readonly Action<PendingStep> _fire;
    private readonly ITimer _alarm;
    private long _number;

    /// <param name="time">The clock.</param>
    /// <param name="post">Passes work to the loop's thread.</param>
    /// <param name="fire">Called on the loop's thread for each timer that is due.</param>
    public TimerQueue(TimeProvider time, Action<Action> post, Action<PendingStep> fire)
    {
        _time = time;
        _fire = fire;
        _alarm = time.CreateTimer(_ => post(FireDue), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(PendingStep timer)
    {
        _queue.Enqueue(timer, (timer.Asked.Due, _number++));
        if (ReferenceEquals(_queue.Peek(), timer))
        {
            SetAlarm();
        }
    }

    /// <summary>Removes a timer. The operating-system timer may fire for it once more and find nothing due.</summary>
    public void Remove(PendingStep timer) => _queue.Remove(timer, out _, out _);

    public void Dispose() => _alarm.Dispose();

    private void FireDue()
    {
        DateTime now = _time.GetUtcNow().UtcDateTime;
        while (_queue.TryPeek(out PendingStep? timer, out (DateTime Due, long Number) at) && at.Due <= now)
        {
            _queue.Dequeue();
            _fire(timer);
        }

        SetAlarm();
    }

    private void SetAlarm()
    {
        while (_queue.TryPeek(out _, out (DateTime Due, long Number) next))
        {
            DateTime now = _time.GetUtcNow().UtcDateTime;
            TimeSpan wait = TimeSpan.FromMilliseconds(
                Math.Ceiling(Math.Clamp((next.Due - now).TotalMilliseconds, 0, _longestWait.TotalMilliseconds)));
            _alarm.Change(wait, Timeout.InfiniteTimeSpan);

            // The wait is relative: if the clock was moved meanwhile (a test's clock jumps by days), it was set from the wrong time.
            if (_time.GetUtcNow().UtcDateTime - now < _tolerance)
            {
                return;
            }
        }
    }
}
