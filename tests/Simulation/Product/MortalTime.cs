namespace TenantTokens.Simulation.Product;

/// <summary>The clock as one process sees it: no timer of a dead process rings.</summary>
internal sealed class MortalTime(TimeProvider time, ProcessLife life) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

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
