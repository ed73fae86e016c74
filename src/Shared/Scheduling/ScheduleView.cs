using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Tokens;

namespace TenantTokens.Scheduling;

/// <summary>An environment's schedule at one moment.</summary>
/// <param name="EnvironmentId">The environment.</param>
/// <param name="Options">What is configured; null when nothing is.</param>
/// <param name="Record">What is remembered, refreshed.</param>
/// <param name="Answer">Whether a rotation is due, and why or why not.</param>
/// <param name="Window">Whether hosts may be touched.</param>
/// <param name="OpenRotation">The open rotation; null when none is.</param>
/// <param name="InForce">The vault version in force; null when there is none, when it was not needed or not readable.</param>
/// <param name="VaultProblem">Why the vault was not readable: its expiry then does not count.</param>
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
    /// <summary>The tag of the row that this was made from; null when there was none.</summary>
    internal string? ETag { get; init; }

    /// <summary>The row as it was read.</summary>
    internal ScheduleRecord Stored { get; init; } = new();
}
