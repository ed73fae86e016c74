using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Tokens;

namespace TenantTokens.Scheduling;

/// <summary>Reads the state of an environment's schedule. Writes nothing.</summary>
public sealed class ScheduleReader(
    RotationOptions options,
    ScheduleLedger schedules,
    RotationLedger rotations,
    VersionInForce versions,
    TimeProvider time)
{
    /// <summary>Reads the present state. The vault is read only when the environment has a schedule that starts rotations.</summary>
    /// <exception cref="KeyNotFoundException">The environment is not configured; the message names those that are.</exception>
    public async Task<ScheduleView> ReadAsync(string environmentId, CancellationToken cancellationToken)
    {
        ScheduleOptions? schedule = options.Environment(environmentId).Schedule;
        DateTimeOffset now = time.GetUtcNow();
        (ScheduleRecord stored, string? etag) = await schedules.ReadAsync(environmentId, cancellationToken);
        RotationRecord? latest = await rotations.FindLatestAsync(environmentId, cancellationToken);
        RotationRecord? open = latest is not null && !latest.Phase.IsTerminal() ? latest : null;
        (TokenExpiry? inForce, string? problem) = schedule is { Enabled: true }
            ? await versions.ReadAsync(environmentId, open, cancellationToken)
            : (null, null);
        ScheduleRecord record = ScheduleRules.Refresh(schedule, stored, latest, now);
        return new(
            environmentId,
            schedule,
            record,
            ScheduleRules.Evaluate(schedule, record, now, open, inForce),
            schedule is null ? WindowState.Unrestricted : new ScheduleCalendar(schedule).At(now),
            open,
            inForce,
            problem)
        {
            ETag = etag,
            Stored = stored,
        };
    }
}
