using TenantTokens.Approvals;
using TenantTokens.Notifications;

namespace TenantTokens.Rotations.Messages;

/// <summary>What people must be told of an open gate. Several at once become one message: the loudest.</summary>
/// <param name="Opened">That it is open.</param>
/// <param name="Reminder">That it is still open.</param>
/// <param name="Escalation">The escalation list: that nobody decides it.</param>
/// <param name="Deadline">That its deadline has passed.</param>
public sealed record GateNews(bool Opened, bool Reminder, bool Escalation, bool Deadline)
{
    /// <summary>The message; null when there is nothing to tell.</summary>
    public NotificationKind? Kind => this switch
    {
        { Deadline: true } => NotificationKind.DeadlinePassed,
        { Escalation: true } => NotificationKind.Escalated,
        { Reminder: true } => NotificationKind.Reminded,
        { Opened: true } => NotificationKind.ApprovalNeeded,
        _ => null,
    };

    /// <summary>Whether the approvers are told.</summary>
    public bool IsForApprovers => Opened || Reminder || Deadline;

    /// <summary>Whether the escalation list is told.</summary>
    public bool IsForEscalation => Escalation || Deadline;

    /// <summary>The gate once people were told.</summary>
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
