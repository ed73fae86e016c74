namespace TenantTokens.Rotations.Schedules;

/// <summary>Whether hosts may be changed at a time.</summary>
/// <param name="IsOpen">Whether hosts may be changed.</param>
/// <param name="OpensAt">
/// When they may be again (UTC); null when they may be now, or when nothing opens within <see cref="ScheduleCalendar.Horizon"/>.
/// </param>
/// <param name="Reason">The window or blackout that decides, as a part of a sentence.</param>
public sealed record WindowState(bool IsOpen, DateTimeOffset? OpensAt, string Reason)
{
    /// <summary>No window or blackout restricts the environment.</summary>
    public static WindowState Unrestricted { get; } = new(true, null, "no window restricts it");
}
