using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Rotations.Messages;

/// <summary>Decides when people are notified of a gate again. A pure function of its row, so that a crash does not start it over.</summary>
public static class GateSchedule
{
    /// <summary>The longest pause between two reminders, unless the first is longer.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private static readonly TimeSpan _firstRetry = TimeSpan.FromMinutes(5);

    /// <summary>Returns the pause before a reminder; each is twice the one before.</summary>
    /// <param name="approvals">The settings, with the pause before the first reminder.</param>
    /// <param name="reminders">The number of reminders so far.</param>
    public static TimeSpan Pause(ApprovalOptions approvals, int reminders)
    {
        TimeSpan longest = approvals.Reminder > LongestPause ? approvals.Reminder : LongestPause;
        // After about a month of doubling, the number would exceed a TimeSpan.
        double ticks = approvals.Reminder.Ticks * Math.Pow(2, Math.Min(reminders, 100));
        return ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest;
    }

    /// <summary>Returns what people must be told now.</summary>
    public static GateNews DueAt(GateRecord gate, ApprovalOptions approvals, DateTimeOffset now) => new(
        Opened: gate.ToldAt is null,
        Reminder: gate.ToldAt is not null && now >= ReminderAt(gate, approvals),
        Escalation: gate.EscalatedAt is null && now >= gate.OpenedAt + approvals.EscalateAfter,
        Deadline: gate.DeadlineToldAt is null && now >= DeadlineOf(gate, approvals));

    /// <summary>Returns how long there is nothing to send; more than zero.</summary>
    public static TimeSpan UntilNext(GateRecord gate, ApprovalOptions approvals, DateTimeOffset now)
    {
        if (gate.FailedMessages > 0)
        {
            TimeSpan retry = _firstRetry * Math.Pow(2, Math.Min(gate.FailedMessages - 1, 30));
            return retry < approvals.Reminder ? retry : approvals.Reminder;
        }

        DateTimeOffset next = ReminderAt(gate, approvals);
        next = gate.EscalatedAt is null ? Earlier(next, gate.OpenedAt + approvals.EscalateAfter) : next;
        next = gate.DeadlineToldAt is null ? Earlier(next, DeadlineOf(gate, approvals)) : next;
        return next > now ? next - now : TimeSpan.FromMilliseconds(1);
    }

    /// <summary>Returns the time by which the gate should be decided (UTC).</summary>
    public static DateTimeOffset DeadlineOf(GateRecord gate, ApprovalOptions approvals)
        => gate.Deadline ?? gate.OpenedAt + approvals.Deadline;

    private static DateTimeOffset ReminderAt(GateRecord gate, ApprovalOptions approvals)
        => (gate.RemindedAt ?? gate.ToldAt ?? gate.OpenedAt) + Pause(approvals, gate.Reminders);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
