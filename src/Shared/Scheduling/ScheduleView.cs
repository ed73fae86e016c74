using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Tokens;

namespace TenantTokens.Scheduling;

/// <summary>The state of an environment's schedule at one moment.</summary>
/// <param name="EnvironmentId">The environment's id.</param>
/// <param name="Options">The configured schedule; null when there is none.</param>
/// <param name="Record">The stored record, updated from the last rotation.</param>
/// <param name="Answer">Whether a rotation is due, and why or why not.</param>
/// <param name="Window">Whether hosts may be changed at this time.</param>
/// <param name="OpenRotation">The open rotation; null when none is open.</param>
/// <param name="InForce">The vault version in force; null when there is none, or when it was not needed or not readable.</param>
/// <param name="VaultProblem">
/// Why the vault was not readable, so that no expiry date counts; null when it was readable or not needed.
/// </param>
public sealed record ScheduleView(
    string EnvironmentId,
    ScheduleOptions? Options,
    ScheduleRecord Record,
    DueAnswer Answer,
    WindowState Window,
    RotationRecord? OpenRotation,
    TokenExpiry? InForce,
    string? VaultProblem)
{
    /// <summary>The tag of the row that was read; null when there was none.</summary>
    internal string? ETag { get; init; }

    /// <summary>The row as it was stored.</summary>
    internal ScheduleRecord Stored { get; init; } = new();
}
