using TenantTokens.Configuration.Options;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Tokens;

namespace TenantTokens.Scheduling;

/// <summary>
/// Lets a near-expiry event request a rotation, once per event, and only for the version in force of an environment's tenant token.
/// </summary>
public sealed class NearExpiryHandler(
    RotationOptions options, ScheduleReader reader, ScheduleLedger schedules, ScheduleDispatcher dispatcher, TimeProvider time)
{
    /// <summary>Handles an event. It is recorded before the schedule is asked: if that fails, the next regular round asks again.</summary>
    /// <exception cref="TokenVaultException">
    /// The vault could not be read, so it is not known which version is in force. Nothing is recorded; the event must be delivered again.
    /// </exception>
    public async Task<Answer> HandleAsync(SecretNearExpiry nearExpiry, CancellationToken cancellationToken)
    {
        string what = $"Event {nearExpiry.EventId}: version {nearExpiry.Version} of {nearExpiry.SecretName}";
        if (!nearExpiry.IsAbout(options.Azure.VaultUri))
        {
            return new(
                NearExpiryVerdict.OtherVault,
                $"{what} is in the vault {nearExpiry.Vault}, not in {options.Azure.VaultUri.Authority}.");
        }

        if (options.Environments.FirstOrDefault(nearExpiry.IsTokenOf) is not { } environment)
        {
            return new(NearExpiryVerdict.OtherSecret, $"{what} holds no environment's tenant token.");
        }

        return environment.Schedule is { Enabled: true }
            ? await AskAsync(environment.Id, nearExpiry, what, cancellationToken)
            : new(
                NearExpiryVerdict.NotScheduled,
                $"{what} expires on {nearExpiry.ExpiresOn.UtcDateTime:yyyy-MM-dd}, but {environment.Id} has no schedule that starts"
                    + " rotations. Start one yourself.");
    }

    /// <summary>Asks the schedule once, when the event is about the version in force.</summary>
    private async Task<Answer> AskAsync(
        string environmentId, SecretNearExpiry nearExpiry, string what, CancellationToken cancellationToken)
    {
        ScheduleView view = await reader.ReadAsync(environmentId, cancellationToken);
        if (view.VaultProblem is { } problem)
        {
            throw new TokenVaultException(problem);
        }

        if (view.InForce?.Version != nearExpiry.Version)
        {
            return new(
                NearExpiryVerdict.OtherVersion,
                $"{what} is not in force in {environmentId}; {view.InForce?.Version ?? "none"} is.");
        }

        if (!await TryConsumeAsync(environmentId, nearExpiry, cancellationToken))
        {
            return new(NearExpiryVerdict.Repeated, $"{what} was already handled.");
        }

        ScheduleAnswer asked = await dispatcher.AskAsync(environmentId, cancellationToken);
        return new(NearExpiryVerdict.Counted, $"{what} counts in {environmentId}. {asked.Answer.Reason}", asked);
    }

    private async Task<bool> TryConsumeAsync(string environmentId, SecretNearExpiry nearExpiry, CancellationToken cancellationToken)
    {
        ExpiryNotice notice = new(nearExpiry.EventId, nearExpiry.Version, nearExpiry.ExpiresOn, time.GetUtcNow());
        bool isNews = false;
        await schedules.UpdateAsync(
            environmentId,
            current =>
            {
                isNews = !current.ConsumedEventIds.Contains(nearExpiry.EventId, StringComparer.Ordinal);
                return !isNews ? current : current with
                {
                    Notice = notice,
                    ConsumedEventIds = [.. current.ConsumedEventIds.TakeLast(ScheduleRecord.MaxEventIds - 1), nearExpiry.EventId],
                };
            },
            cancellationToken);
        return isNews;
    }

    /// <summary>The outcome of a near-expiry event.</summary>
    /// <param name="Verdict">Whether the event counted.</param>
    /// <param name="Message">The same in one sentence.</param>
    /// <param name="Asked">The schedule's answer; null unless the event counted.</param>
    public sealed record Answer(NearExpiryVerdict Verdict, string Message, ScheduleAnswer? Asked = null);
}
