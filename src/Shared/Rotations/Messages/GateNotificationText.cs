using System.Globalization;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Rotations.Messages;

/// <summary>The words of messages about gates.</summary>
public static class GateNotificationText
{
    /// <summary>The message about a gate.</summary>
    public static Notification For(NotificationKind kind, RotationSnapshot snapshot, GateRecord gate, ApprovalOptions approvals)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(approvals);
        string of = $"token rotation of {snapshot.Rotation.EnvironmentId}";
        (string title, string first) = kind switch
        {
            NotificationKind.Reminded => ($"Reminder: {of} needs approval: {Question(gate.Kind)}", $"Nobody has decided since {NotificationText.Time(gate.OpenedAt)}."),
            NotificationKind.Escalated => ($"Escalation: nobody decides about {of}: {Question(gate.Kind)}", $"The approvers have been asked since {NotificationText.Time(gate.OpenedAt)}, and it is not decided. Please reach them."),
            NotificationKind.DeadlinePassed => (
                $"Deadline passed: {of} is held: {Question(gate.Kind)}",
                $"The deadline was {NotificationText.Time(GateSchedule.DeadlineOf(gate, approvals))}. The gate counts as held now: nothing is started, finished or cancelled because of it. It stays open and can still be decided."),
            NotificationKind.Superseded => ($"No longer asked: {of}: {Question(gate.Kind)}", Withdrawal(snapshot, gate)),
            _ => ($"{char.ToUpperInvariant(of[0])}{of[1..]} needs approval: {Question(gate.Kind)}", ""),
        };
        return kind is NotificationKind.Superseded
            ? NotificationText.About(kind, snapshot, title, first, [new("Gate", $"{gate.GateId}, plan {gate.PlanHash}"), new("Was open", $"{NotificationText.Time(gate.OpenedAt)} to {(gate.ClosedAt is { } closed ? NotificationText.Time(closed) : "now")}")])
            : Asking(kind, snapshot, gate, approvals, title, first);
    }

    private static Notification Asking(NotificationKind kind, RotationSnapshot snapshot, GateRecord gate, ApprovalOptions approvals, string title, string first)
    {
        string rest = gate.ExceptionCount == 0 ? "" : $"The named rest, {gate.ExceptionCount.ToString(CultureInfo.InvariantCulture)} that would be accepted by name:";
        return NotificationText.About(
            kind,
            snapshot,
            title,
            [.. ((string[])[Unreachable(gate), first, Effect(gate), NotificationText.Tokens(snapshot), rest]).Where(static paragraph => paragraph.Length > 0)],
            [
                new("Gate", $"{gate.GateId}, plan {gate.PlanHash}"),
                new("Needed", GateWho.From(gate)),
                new("Choices", string.Join(", ", gate.Choices)),
                new("Deadline", $"{NotificationText.Time(GateSchedule.DeadlineOf(gate, approvals))}; then it is held, and nothing else happens"),
            ],
            snapshot.Rest);
    }

    private static string Unreachable(GateRecord gate) => GateTally.WhyUnreachable(gate) is { } why ? $"As it stands nobody can decide this. {why}" : "";

    private static string Question(GateKind kind) => kind switch
    {
        GateKind.Start => "may it start?",
        GateKind.Adopt => "may somebody else's rotation be taken over?",
        GateKind.Continue => "how shall it go on?",
        GateKind.Finish => "may the old token die?",
        GateKind.Close => "may it be closed as it is?",
        GateKind.RestoreActiveGates => "may the ActiveGates get the old token back?",
        _ => "may the new token die?",
    };

    private static string Effect(GateRecord gate) => gate.Kind switch
    {
        GateKind.Start => $"{(gate.Why is { } why ? $"{why} " : "")}Approved, both tokens become valid and the fleet gets the new one. Nothing is changed before.",
        GateKind.Adopt => "Approved, the rotation that somebody else has started becomes ours and goes on. Until then no host is touched.",
        GateKind.Continue => gate.Why ?? "Too much has failed.",
        GateKind.Finish => "Approved, the old token dies at once, for the named rest too. There is no undo.",
        GateKind.Close => $"No move leads to an end any more. {gate.Why} Approved, nothing more is sent, hosts stay on the token they have, and the schedule waits for a person.",
        GateKind.RestoreActiveGates => gate.Why ?? "Some OneAgents may still be on the new token.",
        _ => "Some hosts that were touched are not proved to be back on the old token. Approved, the new token dies at once, for them too.",
    };

    private static string Withdrawal(RotationSnapshot snapshot, GateRecord gate) => snapshot.Gate is { } now && now.GateId != gate.GateId
        ? $"Gate {gate.GateId} was closed without a decision: the plan has changed, or more is left over than it asked about. Votes at it count no more, and its links are void. Gate {now.GateId} asks instead."
        : $"Gate {gate.GateId} was closed without a decision: what it asked about is no longer the question. Votes at it count no more, and its links are void.";
}
