namespace TenantTokens.Rotations.Schedules;

/// <summary>A rotation that a schedule requested, or could not request because another was open. Changes by addition only.</summary>
/// <param name="Due">The due date (UTC).</param>
/// <param name="Cause">The cron schedule or expiry that it comes from.</param>
/// <param name="RotationId">The id of the rotation that was started, or that was already open.</param>
/// <param name="At">When it was requested (UTC).</param>
public sealed record ScheduledRequest(DateTimeOffset Due, string Cause, string RotationId, DateTimeOffset At);
