using System.Globalization;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Rotations.Messages;

/// <summary>Writes the messages about gates.</summary>
public static class GateNotificationText
{
    /// <summary>Writes a message about a gate.</summary>
    public static Notification For(NotificationKind kind, RotationSnapshot snapshot, GateRecord gate, ApprovalOptions approvals)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(approvals);
        string of = $"token rotation of {snapshot.Rotation.EnvironmentId}";
        (string title, string first) = kind switch
        {
            NotificationKind.Reminded => (
                $"Reminder: {of} needs approval: {Question(gate.Kind)}",
                $"The gate has been open since {NotificationText.Time(gate.OpenedAt)} and is not decided."),
            NotificationKind.Escalated => (
                $"Escalation: {of} still needs approval: {Question(gate.Kind)}",
                $"The approvers were asked at {NotificationText.Time(gate.OpenedAt)} and have not decided. Please contact them."),
            NotificationKind.DeadlinePassed => (
                $"Deadline passed: {of} waits: {Question(gate.Kind)}",
                $"The deadline was {NotificationText.Time(GateSchedule.DeadlineOf(gate, approvals))}. The gate now counts as held: the"
                    + " rotation starts, finishes and cancels nothing because of it. The gate stays open, and approvers can still decide"
                    + " it."),
            NotificationKind.Superseded => ($"No longer asked: {of}: {Question(gate.Kind)}", Withdrawal(snapshot, gate)),
            _ => ($"{char.ToUpperInvariant(of[0])}{of[1..]} needs approval: {Question(gate.Kind)}", ""),
        };
        return kind is NotificationKind.Superseded
            ? NotificationText.About(
                kind,
                snapshot,
                title,
                first,
                [
                    new("Gate", $"{gate.GateId}, plan {gate.PlanHash}"),
                    new(
                        "Was open",
                        $"{NotificationText.Time(gate.OpenedAt)} to"
                            + $" {(gate.ClosedAt is { } closed ? NotificationText.Time(closed) : "now")}"),
                ])
            : Asking(kind, snapshot, gate, approvals, title, first);
    }

    private static Notification Asking(
        NotificationKind kind,
        RotationSnapshot snapshot,
        GateRecord gate,
        ApprovalOptions approvals,
        string title,
        string first)
    {
        string rest = gate.ExceptionCount == 0
            ? ""
            : $"Exceptions: {gate.ExceptionCount.ToString(CultureInfo.InvariantCulture)}. Whoever approves accepts each by name:";
        return NotificationText.About(
            kind,
            snapshot,
            title,
            [
                .. ((string[])[Unreachable(gate), first, Effect(gate), NotificationText.Tokens(snapshot), rest])
                    .Where(static paragraph => paragraph.Length > 0),
            ],
            [
                new("Gate", $"{gate.GateId}, plan {gate.PlanHash}"),
                new("Needed", GateWho.From(gate)),
                new("Choices", string.Join(", ", gate.Choices)),
                new(
                    "Deadline",
                    $"{NotificationText.Time(GateSchedule.DeadlineOf(gate, approvals))}; after that the gate counts as held, and nothing"
                        + $" happens until it is decided"),
            ],
            snapshot.Rest);
    }

    private static string Unreachable(GateRecord gate)
        => GateTally.WhyUnreachable(gate) is { } why ? $"The approvers cannot decide this gate as it is configured. {why}" : "";

    private static string Question(GateKind kind) => kind switch
    {
        GateKind.Start => "may it start?",
        GateKind.Adopt => "may it take over somebody else's rotation?",
        GateKind.Continue => "how should it go on?",
        GateKind.Finish => "may the old token die?",
        GateKind.Close => "may it close as it is?",
        GateKind.RestoreActiveGates => "may the ActiveGates get the old token back?",
        _ => "may the new token die?",
    };

    private static string Effect(GateRecord gate) => gate.Kind switch
    {
        GateKind.Start
            => $"{(gate.Why is { } why ? $"{why} " : "")}If you approve, both tokens become valid and the fleet gets the new one. Nothing"
                + " is changed before that.",
        GateKind.Adopt
            => "If you approve, this program takes over the rotation that somebody else started and continues it. It touches no host"
                + " before that.",
        GateKind.Continue => gate.Why ?? "Too much has failed.",
        GateKind.Finish => "If you approve, the old token dies at once, also for the exceptions. You cannot undo this.",
        GateKind.Close
            => $"The rotation can no longer finish or roll back. {gate.Why} If you approve, nothing more is sent, hosts keep the token"
                + " they have, and the schedule starts nothing until a person starts a rotation.",
        GateKind.RestoreActiveGates => gate.Why ?? "Some OneAgents may still be on the new token.",
        _ => "Some touched hosts are not proved to be back on the old token. If you approve, the new token dies at once, also for them.",
    };

    private static string Withdrawal(RotationSnapshot snapshot, GateRecord gate) => snapshot.Gate is { } now && now.GateId != gate.GateId
        ? $"Gate {gate.GateId} was closed without a decision: the plan changed, or there are exceptions that it did not ask about. Its"
            + $" votes and links no longer count. Decide gate {now.GateId} instead."
        : $"Gate {gate.GateId} was closed without a decision, because its question no longer applies. Its votes and links no longer count.";
}
