using Microsoft.Extensions.Time.Testing;

namespace TenantTokens.Local.Tests.Driving;

/// <summary>A clock that a test turns, and that says when the driver pauses between two looks.</summary>
/// <param name="pause">How long the driver pauses; nobody else waits exactly that long.</param>
/// <param name="start">When it begins.</param>
internal sealed class DriverTime(TimeSpan pause, DateTimeOffset start) : FakeTimeProvider(start), IDisposable
{
    private readonly SemaphoreSlim _pauses = new(0);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == pause)
        {
            _pauses.Release();
        }

        return timer;
    }

    /// <summary>Waits until the driver has looked, or has seen that it need not, and pauses.</summary>
    public Task PausedAsync(CancellationToken cancellationToken) => _pauses.WaitAsync(cancellationToken);

    /// <summary>Ends the driver's pause and waits for the next one.</summary>
    public Task PassAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        Advance(time);
        return PausedAsync(cancellationToken);
    }

    public void Dispose() => _pauses.Dispose();
}
