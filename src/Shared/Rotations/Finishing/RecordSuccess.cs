using Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Finishing;

/// <summary>
/// Records that finish took effect: the next due date counts from here, and the new vault version gets its expiry date, without which Key
/// Vault would never send a near-expiry event. The old version, which is disabled later, gets none. Repeatable, before and after the
/// rotation moves to Completed.
/// </summary>
public sealed class RecordSuccess(
    RotationLedger rotations,
    ScheduleLedger schedules,
    RotationOptions options,
    TokenVault vault,
    AuditTrail audit,
    TimeProvider time) : IActivity<string, RecordSuccess.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("RecordSuccess");

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">Finish has not taken effect.</exception>
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        if (rotation
            is not
            {
                Phase: RotationPhase.Finishing or RotationPhase.Completed, Finish: { Answered: true, Refused: false },
                NewToken: { } fresh
            })
        {
            throw new InvalidOperationException($"Rotation {input} is {rotation.Phase}; a success is recorded once finish has taken"
                + " effect.");
        }

        RotationRecord completed = rotation with { Phase = RotationPhase.Completed, EndedAt = rotation.EndedAt ?? time.GetUtcNow() };
        EnvironmentOptions environment = options.Environment(rotation.EnvironmentId);
        bool isNews = false;
        ScheduleRecord record = await schedules.UpdateAsync(
            rotation.EnvironmentId,
            current =>
            {
                ScheduleRecord changed = ScheduleRules.Refresh(environment.Schedule, current, completed, time.GetUtcNow());
                isNews = changed.LastSuccessRotationId != current.LastSuccessRotationId;
                return changed;
            },
            cancellationToken);
        if (isNews && record.NextDue is { } next)
        {
            await audit.AddAsync(input, "next-due", AuditEvent.Product, $"The next rotation is due on {next.UtcDateTime:yyyy-MM-dd HH:mm}"
                + $" UTC (cron '{environment.Schedule!.Cron}' in {environment.Schedule.TimeZone}).", cancellationToken);
        }

        bool isLast = record.LastSuccessRotationId == input;
        return isLast && ScheduleRules.ExpiryOf(environment.Schedule, record) is { } expiresOn
            ? await SetExpiryAsync(
                rotation, environment.TenantTokenSecret, new TokenExpiry(fresh.Version, expiresOn), record, cancellationToken)
            : new(record.NextDue, ExpiresOn: null);
    }

    private async Task<Result> SetExpiryAsync(
        RotationRecord rotation,
        string secretName,
        TokenExpiry expiry,
        ScheduleRecord record,
        CancellationToken cancellationToken)
    {
        if (record.Expiry == expiry)
        {
            return new(record.NextDue, expiry.ExpiresOn);
        }

        try
        {
            await vault.SetExpiryAsync(secretName, expiry.Version, expiry.ExpiresOn!.Value, cancellationToken);
        }
        catch (Exception exception) when (exception is RequestFailedException or TokenVaultException or AggregateException)
        {
            string why = exception is RequestFailedException failed ? $"{failed.Status} {failed.ErrorCode}" : exception.GetType().Name;
            string problem =
                $"Version {expiry.Version} of the vault secret {secretName} has no expiry, so Key Vault will not announce it: {why}.";
            await audit.AddAsync(rotation.RotationId, "expiry-not-set", AuditEvent.Product, problem, cancellationToken);
            return new(record.NextDue, ExpiresOn: null, problem);
        }

        await audit.AddAsync(
            rotation.RotationId,
            "expiry-set",
            AuditEvent.Product,
            $"Version {expiry.Version} of the vault secret {secretName} expires on {expiry.ExpiresOn.Value.UtcDateTime:yyyy-MM-dd HH:mm}"
                + " UTC.",
            cancellationToken);
        await schedules.UpdateAsync(rotation.EnvironmentId, current => current with { Expiry = expiry }, cancellationToken);
        return new(record.NextDue, expiry.ExpiresOn);
    }

    /// <summary>The consequences of a completed rotation.</summary>
    /// <param name="NextDue">When the environment's cron next requests one (UTC); null without a schedule.</param>
    /// <param name="ExpiresOn">The expiry of the new vault version (UTC); null when none is configured or it could not be written.</param>
    /// <param name="Problem">
    /// Why the vault could not be written; null when it could. It is also in the audit trail. The token is in force in any case.
    /// </param>
    public sealed record Result(DateTimeOffset? NextDue, DateTimeOffset? ExpiresOn, string? Problem = null);
}
