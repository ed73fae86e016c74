namespace TenantTokens.Rotations.Schedules;

/// <summary>A rotation that a schedule has asked for, or could not because another was open. Changes by addition only.</summary>
/// <param name="Due">The moment it was due.</param>
/// <param name="Cause">Which schedule or expiry.</param>
/// <param name="RotationId">The rotation that was started, or that was open already.</param>
/// <param name="At">When it was asked for.</param>
public sealed record ScheduledRequest(DateTimeOffset Due, string Cause, string RotationId, DateTimeOffset At);
