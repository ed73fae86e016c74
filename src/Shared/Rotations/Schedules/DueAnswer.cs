namespace TenantTokens.Rotations.Schedules;

/// <summary>Whether a rotation is due now, and why or why not.</summary>
/// <param name="Verdict">Whether a rotation is due.</param>
/// <param name="Reason">Why or why not, and when the next one is due, in one sentence.</param>
/// <param name="Due">The due date, past or future; null when there is none.</param>
/// <param name="StartsAt">
/// The earliest start (UTC) that windows and blackouts allow; null when nothing is due or nothing opens within <see
/// cref="ScheduleCalendar.Horizon"/>.
/// </param>
public sealed record DueAnswer(DueVerdict Verdict, string Reason, DueDate? Due = null, DateTimeOffset? StartsAt = null);
