using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Schedules;

namespace TenantTokens.Local.Following;

/// <summary>Says when a rotation waits because its environment's schedule allows no changes of hosts now.</summary>
internal static class WindowText
{
    /// <summary>Returns one sentence; null when the schedule does not make the rotation wait.</summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="schedule">Its environment's schedule; null when there is none.</param>
    /// <param name="now">The current time (UTC).</param>
    public static string? Of(RotationRecord rotation, ScheduleOptions? schedule, DateTimeOffset now)
    {
        if (schedule is null
            || rotation is { Emergency: true }
                or not { Phase: RotationPhase.AwaitingStart or RotationPhase.RotatingActiveGates or RotationPhase.RotatingOneAgents })
        {
            return null;
        }

        ScheduleCalendar calendar = new(schedule);
        return calendar.At(now) is { IsOpen: false } closed
            ? $"No new wave begins now: {closed.Reason}."
                + $" {(closed.OpensAt is { } opens ? $"It goes on at {calendar.Say(opens)}." : "Nothing opens within a year.")}"
            : null;
    }
}
