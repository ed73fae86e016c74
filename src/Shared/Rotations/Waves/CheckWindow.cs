using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Schedules;

namespace TenantTokens.Rotations.Waves;

/// <summary>
/// Whether the environment's windows and blackouts let hosts be touched now. An emergency goes past them, which is audited the first time.
/// </summary>
public sealed class CheckWindow(RotationLedger rotations, RotationOptions options, AuditTrail audit, TimeProvider time)
    : IActivity<string, CheckWindow.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("CheckWindow");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        ScheduleOptions? schedule = options.Environment(rotation.EnvironmentId).Schedule;
        WindowState window = schedule is null ? WindowState.Unrestricted : new ScheduleCalendar(schedule).At(time.GetUtcNow());
        if (window.IsOpen || !rotation.Emergency)
        {
            return new(window.IsOpen, window.OpensAt, window.Reason);
        }

        if (rotation.WindowBypassedAt is null)
        {
            // Audited before it is remembered: rather twice than never.
            await audit.AddAsync(
                input,
                "window-bypassed",
                AuditEvent.Product,
                $"An emergency: hosts are touched despite {window.Reason}.",
                cancellationToken);
            DateTimeOffset now = time.GetUtcNow();
            await rotations.UpdateAsync(
                input,
                current => current with { WindowBypassedAt = current.WindowBypassedAt ?? now },
                cancellationToken);
        }

        return new(true, null, $"an emergency overrides it: {window.Reason}");
    }

    /// <summary>Whether a rotation may touch hosts now.</summary>
    /// <param name="IsOpen">Whether it may.</param>
    /// <param name="OpensAt">
    /// When it may again, as the schedule stands now; null when it may, or when nothing opens within a year. The schedule may change
    /// meanwhile: ask again sooner.
    /// </param>
    /// <param name="Reason">Which window or blackout says so: a part of a sentence.</param>
    public sealed record Result(bool IsOpen, DateTimeOffset? OpensAt, string Reason);
}
