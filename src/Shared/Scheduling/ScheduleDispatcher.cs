using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Schedules;

namespace TenantTokens.Scheduling;

/// <summary>
/// Opens the rotations that are due. Any number of hosts may ask at any time: the due moment is the request key, so they all get one
/// rotation, and one of them has opened it. Whoever asks starts the orchestration of what it gets.
/// </summary>
public sealed class ScheduleDispatcher(
    ScheduleReader reader,
    ScheduleLedger schedules,
    RotationLedger rotations,
    AuditTrail audit,
    TimeProvider time)
{
    /// <summary>How often hosts ask.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromMinutes(15);

    /// <summary>Asks the schedule of an environment, and opens a rotation when one is due.</summary>
    /// <exception cref="KeyNotFoundException">No such environment is configured; names those that are.</exception>
    public async Task<ScheduleAnswer> AskAsync(string environmentId, CancellationToken cancellationToken)
    {
        while (true)
        {
            ScheduleView view = await reader.ReadAsync(environmentId, cancellationToken);
            switch (view.Answer)
            {
                case { Verdict: DueVerdict.Disabled }:
                    return new(environmentId, view.Answer, view.OpenRotation, WasOpened: false);
                case { Verdict: DueVerdict.Due, Due: { } due }:
                    RotationRecord rotation = await OpenAsync(environmentId, due, view.Answer.Reason, cancellationToken);
                    if (rotation.Phase.IsTerminal())
                    {
                        await schedules.UpdateAsync(environmentId, record => Spend(record, rotation, due), cancellationToken);
                    }
                    else if (ScheduleRules.IsScheduled(rotation)
                        && await RememberAsync(view, rotation, due, cancellationToken) is { } isOpener)
                    {
                        return new(environmentId, view.Answer, rotation, isOpener);
                    }

                    break;
                case { Verdict: DueVerdict.RotationOpen, Due: { } due } when view.OpenRotation is { } open:
                    if (await RememberAsync(view, open, due, cancellationToken) is { } isFirst)
                    {
                        return new(environmentId, view.Answer, open, isFirst);
                    }

                    break;
                default:
                    if (view.Record == view.Stored
                        || await schedules.TryWriteAsync(environmentId, view.Record, view.ETag, cancellationToken))
                    {
                        return new(environmentId, view.Answer, view.OpenRotation, WasOpened: false);
                    }

                    break;
            }
        }
    }

    /// <summary>
    /// The rotation that was opened for this moment is over, though it is no longer the environment's last one: the moment is answered.
    /// </summary>
    private static ScheduleRecord Spend(ScheduleRecord record, RotationRecord ended, DueDate due)
    {
        ScheduleRecord learned = ScheduleRules.Learn(record, ended);
        return due.At <= learned.LastSuccess || due.At <= learned.LastCancelled ? learned : learned with { LastCancelled = due.At };
    }

    private async Task<RotationRecord> OpenAsync(string environmentId, DueDate due, string reason, CancellationToken cancellationToken)
    {
        RotationRequest request = new(environmentId, ScheduleRules.Requester, due.KeyIn(environmentId), reason, PlanConfirmed: true);
        return (await rotations.OpenAsync(request, cancellationToken)).Rotation;
    }

    /// <summary>
    /// Remembers that the rotation was asked for, or stood in the way; once for each. Of many hosts that ask at once, the one that writes
    /// it down counts as the one that opened it, whichever created the row: that one may have died since.
    /// </summary>
    /// <returns>Whether this was it; null when somebody else wrote meanwhile.</returns>
    private async Task<bool?> RememberAsync(ScheduleView view, RotationRecord rotation, DueDate due, CancellationToken cancellationToken)
    {
        bool isOurs = ScheduleRules.IsScheduled(rotation);
        ScheduledRequest? known = isOurs ? view.Record.LastRequested : view.Record.LastSkipped;
        bool isNews = known?.RotationId != rotation.RotationId || (!isOurs && known.Due != due.At);
        ScheduledRequest request = new(due.At, due.Cause, rotation.RotationId, time.GetUtcNow());
        ScheduleRecord record = !isNews ? view.Record
            : isOurs ? view.Record with { LastRequested = request }
            : view.Record with { LastSkipped = request };
        if (record != view.Stored && !await schedules.TryWriteAsync(view.EnvironmentId, record, view.ETag, cancellationToken))
        {
            return null;
        }

        if (isNews)
        {
            string detail = isOurs
                ? $"Requested by the schedule. {rotation.Reason}"
                : $"A scheduled rotation was due on {due.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC ({due.Cause}). It was skipped, because this"
                    + " one is open.";
            await audit.AddAsync(
                rotation.RotationId,
                isOurs ? "schedule-due" : "schedule-skipped",
                ScheduleRules.Requester,
                detail,
                cancellationToken);
        }

        return isNews && isOurs;
    }
}
