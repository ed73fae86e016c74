using TenantTokens.Schedules;

namespace TenantTokens.Rotations.Driving;

/// <summary>What came of asking the schedule of one environment.</summary>
/// <param name="EnvironmentId">The environment.</param>
/// <param name="Answer">What the schedule says; null when it could not be asked, or when what it opened could not be woken.</param>
/// <param name="Failure">The type of what went wrong, which holds no secret; null when nothing did.</param>
public sealed record ScheduleResult(string EnvironmentId, ScheduleAnswer? Answer, string? Failure);
