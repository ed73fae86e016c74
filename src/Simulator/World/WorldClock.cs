namespace TenantTokens.Simulator.World;

/// <summary>Real time, and simulated durations scaled to it. The world's time stamps are real.</summary>
internal sealed class WorldClock(TimeProvider time, double scale)
{
    public TimeProvider Time => time;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Returns how long a simulated duration takes in real time.</summary>
    public TimeSpan Scaled(TimeSpan simulated) => simulated * scale;

    public Task DelayAsync(TimeSpan simulated, CancellationToken cancellationToken)
        => Task.Delay(Scaled(simulated), time, cancellationToken);
}
