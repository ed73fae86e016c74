using TenantTokens.Rotations;
using TenantTokens.Rotations.Schedules;

namespace TenantTokens.Scheduling;

/// <summary>The result of asking an environment's schedule.</summary>
/// <param name="EnvironmentId">The environment's id.</param>
/// <param name="Answer">Whether a rotation was due, and why or why not.</param>
/// <param name="Rotation">
/// The environment's open rotation, whoever requested it. The caller makes sure that its orchestration is alive. Null when none is open.
/// </param>
/// <param name="WasOpened">
/// Whether this call counts as the one that opened the rotation; of several calls at once, exactly one does.
/// </param>
public sealed record ScheduleAnswer(string EnvironmentId, DueAnswer Answer, RotationRecord? Rotation, bool WasOpened);
