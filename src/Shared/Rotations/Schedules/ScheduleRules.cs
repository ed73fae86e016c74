using TenantTokens.Configuration.Options;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Schedules;

/// <summary>Decides when a rotation is due. Pure.</summary>
public static class ScheduleRules
{
    /// <summary>The requester of rotations that a schedule starts.</summary>
    public const string Requester = "schedule";

    /// <summary>
    /// How long after the next due date a new vault version expires. The vault sends its event 30 days before, which is when the rotation
    /// is due.
    /// </summary>
    public static readonly TimeSpan ExpiryAfterDue = TimeSpan.FromDays(30);

    /// <summary>
    /// Updates the record from the environment's last rotation, and calculates the next due date again, because the configuration may have
    /// changed.
    /// </summary>
    /// <param name="options">The schedule; null when there is none.</param>
    /// <param name="record">The stored record.</param>
    /// <param name="latest">The environment's last opened rotation, ended or not; null when there is none.</param>
    /// <param name="now">The current time (UTC).</param>
    public static ScheduleRecord Refresh(ScheduleOptions? options, ScheduleRecord record, RotationRecord? latest, DateTimeOffset now)
    {
        ScheduleRecord known = Learn(record, latest) with { Since = record.Since ?? now, StoppedBy = StoppedBy(record, latest) };
        DateTimeOffset basis = Latest(known.LastSuccess ?? known.Since.Value, known.LastCancelled);
        return known with { NextDue = options is null ? null : new ScheduleCalendar(options).NextTick(basis) };
    }

    /// <summary>Decides whether a rotation is due now, and why or why not.</summary>
    /// <param name="options">The schedule; null when there is none.</param>
    /// <param name="record">The record after <see cref="Refresh"/>.</param>
    /// <param name="now">The current time (UTC).</param>
    /// <param name="openRotation">The environment's open rotation; null when none is open.</param>
    /// <param name="vaultExpiry">The vault version in force with its expiry; null when it is not known.</param>
    public static DueAnswer Evaluate(
        ScheduleOptions? options, ScheduleRecord record, DateTimeOffset now, RotationRecord? openRotation, TokenExpiry? vaultExpiry)
    {
        if (options is not { Enabled: true })
        {
            return new(DueVerdict.Disabled, options is null ? "Never due: no schedule is configured." : "Never due: the schedule is"
                + " switched off.");
        }

        if (record.StoppedBy is { } closed)
        {
            return new(DueVerdict.Stopped, $"Stopped: rotation {closed} was closed as it was, and hosts may be on different tokens. Start"
                + $" a rotation yourself; the schedule then works again.");
        }

        ScheduleCalendar calendar = new(options);
        if (FirstDue(options, record, vaultExpiry) is not { } due)
        {
            return new(DueVerdict.NotDue, $"Not due: cron '{options.Cron}' does not occur again.");
        }

        DateTimeOffset? startsAt = calendar.FirstOpening(due.At > now ? due.At : now);
        if (due.At > now)
        {
            string later = startsAt == due.At ? "" : $", but not before {Say(calendar, startsAt)}: {calendar.At(due.At).Reason}";
            return new(DueVerdict.NotDue, $"Not due: next on {calendar.Say(due.At)} ({due.Cause}){later}.", due, startsAt);
        }

        if (openRotation is not null)
        {
            return new(DueVerdict.RotationOpen, $"Due since {calendar.Say(due.At)} ({due.Cause}), but rotation {openRotation.RotationId}"
                + $" is open ({openRotation.Phase}). The schedule is checked again when that rotation has ended.", due, startsAt);
        }

        WindowState window = calendar.At(now);
        return window.IsOpen
            ? new(DueVerdict.Due, $"Due since {calendar.Say(due.At)} ({due.Cause}); {window.Reason}.", due, startsAt)
            : new(DueVerdict.Blocked, $"Due since {calendar.Say(due.At)} ({due.Cause}), but not before {Say(calendar, startsAt)}:"
                + $" {window.Reason}.", due, startsAt);
    }

    /// <summary>
    /// Returns when a new version of the vault must expire (UTC); null without a schedule that starts rotations, because its event would
    /// have no effect.
    /// </summary>
    public static DateTimeOffset? ExpiryOf(ScheduleOptions? options, ScheduleRecord record)
        => options is { Enabled: true } ? record.NextDue + ExpiryAfterDue : null;

    /// <summary>Returns the record after the end of a rotation.</summary>
    internal static ScheduleRecord Learn(ScheduleRecord record, RotationRecord? rotation) => rotation switch
    {
        { Phase: RotationPhase.Completed } when rotation.RotationId != record.LastSuccessRotationId
            && !(EndOf(rotation) < record.LastSuccess)
            => record with { LastSuccess = EndOf(rotation), LastSuccessRotationId = rotation.RotationId },
        { Phase: RotationPhase.Cancelled } when IsScheduled(rotation) && !(EndOf(rotation) <= record.LastCancelled)
            => record with { LastCancelled = EndOf(rotation) },
        _ => record,
    };

    private static string? StoppedBy(ScheduleRecord record, RotationRecord? latest) => latest switch
    {
        { Phase: RotationPhase.Abandoned } => latest.RotationId,
        { IsDraft: false } when latest.RotationId != record.StoppedBy && !IsScheduled(latest) => null,
        _ => record.StoppedBy,
    };

    /// <summary>Whether a schedule requested the rotation.</summary>
    internal static bool IsScheduled(RotationRecord rotation)
        => rotation.RequestKey?.StartsWith(DueDate.Prefix(rotation.EnvironmentId), StringComparison.Ordinal) is true;

    /// <summary>
    /// Returns the first due date that is not used up, by a success or by a person who cancelled the schedule's own rotation; null when
    /// there is none.
    /// </summary>
    private static DueDate? FirstDue(ScheduleOptions options, ScheduleRecord record, TokenExpiry? inForce)
    {
        List<DueDate> dates = [];
        if (record.NextDue is { } next)
        {
            dates.Add(new(next, $"cron '{options.Cron}'"));
        }

        if (inForce?.ExpiresOn is { } expires)
        {
            dates.Add(new(expires - options.ExpiryLead, $"vault version {inForce.Version} expires on {expires.UtcDateTime:yyyy-MM-dd}"));
        }

        if (record.Notice is { } notice && notice.Version == inForce?.Version)
        {
            dates.Add(new(notice.At, $"Key Vault says that version {notice.Version} expires on {notice.ExpiresOn.UtcDateTime:yyyy-MM-dd}"));
        }

        return dates.Where(date => !(date.At <= record.LastSuccess) && !(date.At <= record.LastCancelled)).MinBy(static date => date.At);
    }

    private static DateTimeOffset EndOf(RotationRecord rotation) => rotation.EndedAt ?? rotation.CreatedAt;

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static string Say(ScheduleCalendar calendar, DateTimeOffset? moment)
        => moment is { } at
            ? calendar.Say(at)
            : $"{ScheduleCalendar.Horizon.Days} days from then, the furthest that the schedule looks ahead";
}
