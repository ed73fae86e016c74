using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Schedules;

namespace TenantTokens.Rotations.Waves;

/// <summary>
/// Checks whether the environment's windows and blackouts allow changes of hosts now. An emergency ignores them, which is audited the first
/// time.
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
            // Audited before it is recorded: better twice than not at all.
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

    /// <summary>Whether a rotation may change hosts now.</summary>
    /// <param name="IsOpen">Whether the rotation may change hosts.</param>
    /// <param name="OpensAt">
    /// When it may again (UTC), by the present schedule; null when it may now, or when nothing opens within about a year. The schedule may
    /// change, so the caller asks again sooner.
    /// </param>
    /// <param name="Reason">The window or blackout that decides, as a part of a sentence.</param>
    public sealed record Result(bool IsOpen, DateTimeOffset? OpensAt, string Reason);
}
