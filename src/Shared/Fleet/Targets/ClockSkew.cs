namespace TenantTokens.Fleet.Targets;

/// <summary>
/// How far a host's clock is from ours. The host reads its clock at some moment between the send of a command and its answer, so what is
/// known of the skew is a range, not a number.
/// </summary>
/// <param name="MinSeconds">The host's clock minus ours, if it was read when the answer came.</param>
/// <param name="MaxSeconds">The same, if it was read when the command was sent.</param>
public readonly record struct ClockSkew(long MinSeconds, long MaxSeconds)
{
    /// <summary>A clock that is off, or that moved, by more than this many seconds is worth doing something about.</summary>
    public const long ToleranceSeconds = 120;

    /// <summary>The one number to reckon with: the nearest to zero that can be true.</summary>
    public long Seconds => Math.Clamp(0, MinSeconds, MaxSeconds);

    /// <summary>What a report says about its host's clock. A second on either side is rounding.</summary>
    /// <param name="sentAt">When the command was sent, in our clock.</param>
    /// <param name="now">When its answer was read, in our clock.</param>
    /// <param name="hostClock">The host's clock when the script began, Unix seconds.</param>
    public static ClockSkew From(DateTimeOffset sentAt, DateTimeOffset now, long hostClock)
        => new(
            hostClock - (Math.Max(now.ToUnixTimeSeconds(), sentAt.ToUnixTimeSeconds()) + 1),
            hostClock - (sentAt.ToUnixTimeSeconds() - 1));

    /// <summary>True when the skew that a probe found can no longer be true, not even within <see cref="ToleranceSeconds"/>.</summary>
    /// <param name="probedSeconds">What the probe found.</param>
    public bool HasMovedFrom(long probedSeconds)
        => probedSeconds < MinSeconds - ToleranceSeconds || probedSeconds > MaxSeconds + ToleranceSeconds;
}
