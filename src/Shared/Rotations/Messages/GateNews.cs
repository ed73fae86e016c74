using TenantTokens.Approvals;
using TenantTokens.Notifications;

namespace TenantTokens.Rotations.Messages;

/// <summary>What people must be told about an open gate. Several at once become one message, the most urgent.</summary>
/// <param name="Opened">Whether to say that it was opened.</param>
/// <param name="Reminder">Whether to say that it is still open.</param>
/// <param name="Escalation">Whether to tell the escalation list that there is no decision.</param>
/// <param name="Deadline">Whether to say that its deadline has passed.</param>
public sealed record GateNews(bool Opened, bool Reminder, bool Escalation, bool Deadline)
{
    /// <summary>The kind of message; null when there is nothing to send.</summary>
    public NotificationKind? Kind => this switch
    {
        { Deadline: true } => NotificationKind.DeadlinePassed,
        { Escalation: true } => NotificationKind.Escalated,
        { Reminder: true } => NotificationKind.Reminded,
        { Opened: true } => NotificationKind.ApprovalNeeded,
        _ => null,
    };

    /// <summary>Whether it goes to the approvers.</summary>
    public bool IsForApprovers => Opened || Reminder || Deadline;

    /// <summary>Whether it goes to the escalation list.</summary>
    public bool IsForEscalation => Escalation || Deadline;

    /// <summary>Returns the gate's row after people were notified.</summary>
    public GateRecord Told(GateRecord gate, DateTimeOffset now) => gate with
    {
        ToldAt = gate.ToldAt ?? now,
        Reminders = gate.Reminders + (IsForApprovers && !Opened ? 1 : 0),
        RemindedAt = IsForApprovers ? now : gate.RemindedAt,
        EscalatedAt = IsForEscalation ? gate.EscalatedAt ?? now : gate.EscalatedAt,
        DeadlineToldAt = Deadline ? now : gate.DeadlineToldAt,
        NobodyTold = null,
        FailedMessages = 0,
    };
}
