using Microsoft.Extensions.Time.Testing;
using TenantTokens.Testing.Builders;
using TenantTokens.Tokens;
using TenantTokens.Tooling;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>
/// A clock that stands still and knows how many requests wait for it. One that is put forward before a request waits would leave that
/// request waiting for ever.
/// </summary>
public sealed class WaitedTime() : FakeTimeProvider(Some.Now)
{
    private int _waiting;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        return dueTime == SharedReading<object>.RequestPatience ? new Waiting(this, timer) : timer;
    }

    /// <summary>Lets the time that a request waits pass, once so many of them wait.</summary>
    public async Task LetRequestsPassAsync(int requests, CancellationToken cancellationToken)
    {
        await Eventually.IsSoAsync(
            () => Task.FromResult(Volatile.Read(ref _waiting) == requests),
            () => $"{requests} requests wait; {Volatile.Read(ref _waiting)} do",
            TimeSpan.FromMilliseconds(5),
            cancellationToken);
        Advance(SharedReading<object>.RequestPatience);
    }

    private sealed class Waiting : ITimer
    {
        private readonly WaitedTime _time;
        private readonly ITimer _timer;
        private int _isOver;

        public Waiting(WaitedTime time, ITimer timer)
        {
            (_time, _timer) = (time, timer);
            Interlocked.Increment(ref time._waiting);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(dueTime, period);

        public void Dispose()
        {
            _timer.Dispose();
            if (Interlocked.Exchange(ref _isOver, 1) is 0)
            {
                Interlocked.Decrement(ref _time._waiting);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
