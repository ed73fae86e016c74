using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Rotations.Messages;

/// <summary>When people are told of a gate again: a pure function of its row, so that a crash starts nothing over.</summary>
public static class GateSchedule
{
    /// <summary>The longest pause between two reminders, unless the first is longer.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private static readonly TimeSpan _firstRetry = TimeSpan.FromMinutes(5);

    /// <summary>The pause before a reminder: each is twice the one before.</summary>
    /// <param name="approvals">The pause before the first.</param>
    /// <param name="reminders">How many there were.</param>
    public static TimeSpan Pause(ApprovalOptions approvals, int reminders)
    {
        TimeSpan longest = approvals.Reminder > LongestPause ? approvals.Reminder : LongestPause;
        // more than a TimeSpan holds, after a month of them
        double ticks = approvals.Reminder.Ticks * Math.Pow(2, Math.Min(reminders, 100));
        return ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest;
    }

    /// <summary>What people have not been told and must be.</summary>
    public static GateNews DueAt(GateRecord gate, ApprovalOptions approvals, DateTimeOffset now) => new(
        Opened: gate.ToldAt is null,
        Reminder: gate.ToldAt is not null && now >= ReminderAt(gate, approvals),
        Escalation: gate.EscalatedAt is null && now >= gate.OpenedAt + approvals.EscalateAfter,
        Deadline: gate.DeadlineToldAt is null && now >= DeadlineOf(gate, approvals));

    /// <summary>How long there is nothing to tell; more than zero.</summary>
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

    /// <summary>When it should be decided.</summary>
    public static DateTimeOffset DeadlineOf(GateRecord gate, ApprovalOptions approvals)
        => gate.Deadline ?? gate.OpenedAt + approvals.Deadline;

    private static DateTimeOffset ReminderAt(GateRecord gate, ApprovalOptions approvals)
        => (gate.RemindedAt ?? gate.ToldAt ?? gate.OpenedAt) + Pause(approvals, gate.Reminders);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
