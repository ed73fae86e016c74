namespace TenantTokens.Fleet.Targets;

/// <summary>
/// The difference between a host's clock and ours. The host reads its clock at some moment between the sending of a command and its answer,
/// so the difference is known as a range.
/// </summary>
/// <param name="MinSeconds">The host's clock minus ours in seconds, if the host read it when the answer came.</param>
/// <param name="MaxSeconds">The same, if the host read it when the command was sent.</param>
public readonly record struct ClockSkew(long MinSeconds, long MaxSeconds)
{
    /// <summary>The deviation or change of a clock, in seconds, up to which nothing is done.</summary>
    public const long ToleranceSeconds = 120;

    /// <summary>The single value to calculate with, in seconds: the one nearest to zero in the range.</summary>
    public long Seconds => Math.Clamp(0, MinSeconds, MaxSeconds);

    /// <summary>Calculates the range from a report. One second on each side is added for rounding.</summary>
    /// <param name="sentAt">When the command was sent, in our clock.</param>
    /// <param name="now">When its answer was read, in our clock.</param>
    /// <param name="hostClock">The host's clock when the script began, Unix seconds.</param>
    public static ClockSkew From(DateTimeOffset sentAt, DateTimeOffset now, long hostClock)
        => new(
            hostClock - (Math.Max(now.ToUnixTimeSeconds(), sentAt.ToUnixTimeSeconds()) + 1),
            hostClock - (sentAt.ToUnixTimeSeconds() - 1));

    /// <summary>True when the clock has moved by more than <see cref="ToleranceSeconds"/> since a probe.</summary>
    /// <param name="probedSeconds">The host's clock minus ours at the probe, in seconds.</param>
    public bool HasMovedFrom(long probedSeconds)
        => probedSeconds < MinSeconds - ToleranceSeconds || probedSeconds > MaxSeconds + ToleranceSeconds;
}
