namespace TenantTokens.Rotations.Schedules;

/// <summary>Whether hosts may be touched at a moment.</summary>
/// <param name="IsOpen">Whether they may.</param>
/// <param name="OpensAt">
/// When they may again; null when they may now, or when nothing opens within <see cref="ScheduleCalendar.Horizon"/>.
/// </param>
/// <param name="Reason">Which window or blackout says so: a part of a sentence.</param>
public sealed record WindowState(bool IsOpen, DateTimeOffset? OpensAt, string Reason)
{
    /// <summary>Nothing restricts the environment.</summary>
    public static WindowState Unrestricted { get; } = new(true, null, "no window restricts it");
}
