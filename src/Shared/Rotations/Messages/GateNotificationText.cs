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
        GateDescription about = GateDescriptions.From(gate.Kind);
        string of = $"token rotation of {snapshot.Rotation.EnvironmentId}";
        (string title, string first) = kind switch
        {
            NotificationKind.Reminded => (
                $"Reminder: {of} needs approval: {about.Question}",
                $"The gate has been open since {NotificationText.Time(gate.OpenedAt)} and is not decided."),
            NotificationKind.Escalated => (
                $"Escalation: {of} still needs approval: {about.Question}",
                $"The approvers were asked at {NotificationText.Time(gate.OpenedAt)} and have not decided. Please contact them."),
            NotificationKind.DeadlinePassed => (
                $"Deadline passed: {of} waits: {about.Question}",
                $"The deadline was {NotificationText.Time(GateSchedule.DeadlineOf(gate, approvals))}. The gate now counts as held: the"
                    + " rotation starts, finishes and cancels nothing because of it. The gate stays open, and approvers can still decide"
                    + " it."),
            NotificationKind.Superseded => ($"No longer asked: {of}: {about.Question}", Withdrawal(snapshot, gate)),
            _ => ($"{char.ToUpperInvariant(of[0])}{of[1..]} needs approval: {about.Question}", ""),
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
        string lead = GateDescriptions.From(gate.Kind).LeadFor(gate.Why);
        string rest = gate.ExceptionCount == 0
            ? ""
            : $"Exceptions: {gate.ExceptionCount.ToString(CultureInfo.InvariantCulture)}. Whoever approves accepts each by name:";
        return NotificationText.About(
            kind,
            snapshot,
            title,
            [
                .. ((string[])[Unreachable(gate), first, lead, NotificationText.Tokens(snapshot), rest])
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

    private static string Withdrawal(RotationSnapshot snapshot, GateRecord gate) => snapshot.Gate is { } now && now.GateId != gate.GateId
        ? $"Gate {gate.GateId} was closed without a decision: the plan changed, or there are exceptions that it did not ask about. Its"
            + $" votes and links no longer count. Decide gate {now.GateId} instead."
        : $"Gate {gate.GateId} was closed without a decision, because its question no longer applies. Its votes and links no longer count.";
}
