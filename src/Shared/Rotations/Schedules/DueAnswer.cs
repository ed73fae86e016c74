namespace TenantTokens.Rotations.Schedules;

/// <summary>Whether a rotation is wanted now, and why or why not.</summary>
/// <param name="Verdict">Whether.</param>
/// <param name="Reason">Why or why not, and when next: one sentence.</param>
/// <param name="Due">What is asked for: since when it is due, or when it will be; null when nothing is.</param>
/// <param name="StartsAt">
/// When it starts at the earliest, as windows and blackouts stand now; null when nothing is due or nothing opens within
/// <see cref="ScheduleCalendar.Horizon"/>.
/// </param>
public sealed record DueAnswer(DueVerdict Verdict, string Reason, DueDate? Due = null, DateTimeOffset? StartsAt = null);
