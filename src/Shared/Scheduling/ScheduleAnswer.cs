using TenantTokens.Rotations;
using TenantTokens.Rotations.Schedules;

namespace TenantTokens.Scheduling;

/// <summary>What came of asking an environment's schedule.</summary>
/// <param name="EnvironmentId">The environment.</param>
/// <param name="Answer">Whether a rotation was due, and why or why not.</param>
/// <param name="Rotation">
/// The environment's open rotation, whoever asked for it: its orchestration has to be alive. Null when none is open.
/// </param>
/// <param name="WasOpened">Whether this very call counts as the one that opened it: of many at once, exactly one does.</param>
public sealed record ScheduleAnswer(string EnvironmentId, DueAnswer Answer, RotationRecord? Rotation, bool WasOpened);
