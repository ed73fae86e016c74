using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Schedules;

namespace TenantTokens.Scheduling;

/// <summary>
/// Opens the rotations that are due. Any number of hosts may ask at any time: the due time is the request key, so they all get the same
/// rotation, and one of them has opened it. The caller starts the orchestration of the rotation that it gets.
/// </summary>
public sealed class ScheduleDispatcher(
    ScheduleReader reader,
    ScheduleLedger schedules,
    RotationLedger rotations,
    AuditTrail audit,
    TimeProvider time)
{
    /// <summary>The interval at which hosts ask.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromMinutes(15);

    /// <summary>Asks the schedule of an environment, and opens a rotation when one is due.</summary>
    /// <exception cref="KeyNotFoundException">The environment is not configured; the message names those that are.</exception>
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
    /// Records that the due time is used up: the rotation that was opened for it has ended, even though it is no longer the environment's
    /// last one.
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
    /// Records, once each, that a rotation was requested by the schedule or stood in its way. Of several hosts that ask at once, the one
    /// that writes this counts as the opener, not the one that created the row, which may have died since.
    /// </summary>
    /// <returns>Whether this call wrote it; null when another host changed the row meanwhile.</returns>
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
