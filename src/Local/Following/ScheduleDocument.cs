using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Scheduling;

namespace TenantTokens.Local.Following;

/// <summary>The output of <c>schedule --json</c>.</summary>
/// <param name="Environments">The environments in the order of the configuration.</param>
internal sealed record ScheduleDocument(IReadOnlyList<ScheduleDocument.Entry> Environments)
{
    private static readonly JsonSerializerOptions _indented = new(DurableJson.Options) { WriteIndented = true };

    /// <summary>Makes the document of several schedules.</summary>
    public static ScheduleDocument Of(IEnumerable<ScheduleView> views) => new([.. views.Select(Of)]);

    /// <summary>Writes the document as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _indented);

    private static Entry Of(ScheduleView view) => new(
        view.EnvironmentId,
        view.Answer.Verdict,
        view.Answer.Reason,
        view.Options?.Cron,
        view.Options?.TimeZone,
        view.Answer.Due?.At,
        view.Answer.Due?.Cause,
        view.Answer.StartsAt,
        view.Record.LastSuccess,
        view.OpenRotation?.RotationId,
        view.Window,
        view.InForce?.ExpiresOn,
        view.VaultProblem);

    /// <summary>The schedule of one environment.</summary>
    /// <param name="Environment">The environment's id.</param>
    /// <param name="Verdict">Whether a rotation is due now.</param>
    /// <param name="Reason">Why or why not, in one sentence.</param>
    /// <param name="Cron">The cron; absent without a schedule.</param>
    /// <param name="TimeZone">The time zone of the cron; absent without a schedule.</param>
    /// <param name="NextDue">Since when a rotation is due, or when it will be.</param>
    /// <param name="Cause">The cron schedule or expiry that the due date comes from.</param>
    /// <param name="StartsAt">The earliest start that windows and blackouts allow.</param>
    /// <param name="LastSuccess">When the last rotation was completed.</param>
    /// <param name="OpenRotation">The id of the open rotation; absent when none is open.</param>
    /// <param name="Window">Whether hosts may be changed now.</param>
    /// <param name="ExpiresOn">When the vault version in force expires.</param>
    /// <param name="VaultProblem">Why the expiry is not known; absent when it is.</param>
    internal sealed record Entry(
        string Environment,
        DueVerdict Verdict,
        string Reason,
        string? Cron,
        string? TimeZone,
        DateTimeOffset? NextDue,
        string? Cause,
        DateTimeOffset? StartsAt,
        DateTimeOffset? LastSuccess,
        string? OpenRotation,
        WindowState Window,
        DateTimeOffset? ExpiresOn,
        string? VaultProblem);
}
