using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Scheduling;

namespace TenantTokens.Local.Following;

/// <summary>What <c>schedule --json</c> prints.</summary>
/// <param name="Environments">The environments in the order of the configuration.</param>
internal sealed record ScheduleDocument(IReadOnlyList<ScheduleDocument.Entry> Environments)
{
    private static readonly JsonSerializerOptions _indented = new(DurableJson.Options) { WriteIndented = true };

    /// <summary>The document of some schedules.</summary>
    public static ScheduleDocument Of(IEnumerable<ScheduleView> views) => new([.. views.Select(Of)]);

    /// <summary>As JSON.</summary>
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

    /// <summary>One environment.</summary>
    /// <param name="Environment">Its id.</param>
    /// <param name="Verdict">Whether a rotation is due now.</param>
    /// <param name="Reason">Why or why not: one sentence.</param>
    /// <param name="Cron">The cron; absent without a schedule.</param>
    /// <param name="TimeZone">Its time zone.</param>
    /// <param name="NextDue">Since when a rotation is due, or when it will be.</param>
    /// <param name="Cause">The schedule or the expiry that says so.</param>
    /// <param name="StartsAt">When it starts at the earliest, by windows and blackouts.</param>
    /// <param name="LastSuccess">When the last rotation was completed.</param>
    /// <param name="OpenRotation">The rotation that is open.</param>
    /// <param name="Window">Whether hosts may be touched now.</param>
    /// <param name="ExpiresOn">When the vault version in force expires.</param>
    /// <param name="VaultProblem">Why that is not known.</param>
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
