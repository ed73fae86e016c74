namespace TenantTokens.Simulation.Product;

/// <summary>The clock as one process sees it: it may be wrong, and no timer of a dead process rings.</summary>
/// <param name="time">The clock.</param>
/// <param name="life">The process.</param>
/// <param name="offset">How far the computer's clock is ahead.</param>
internal sealed class MortalTime(TimeProvider time, ProcessLife life, Func<TimeSpan> offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + offset();

    public override long GetTimestamp() => time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => time.CreateTimer(
            given =>
            {
                if (!life.IsDead)
                {
                    callback(given);
                }
            },
            state,
            dueTime,
            period);
}
