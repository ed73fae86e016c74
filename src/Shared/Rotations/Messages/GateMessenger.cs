using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Values;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Rotations.Messages;

/// <summary>
/// Sends messages about a gate. People who have voted are not reminded, unless all have and there is still no decision, or a hold stands.
/// </summary>
public sealed class GateMessenger(NotificationSender sender, GateLedger gates, IApprovalPages pages, ApprovalOptions approvals)
{
    /// <summary>Sends a message.</summary>
    /// <param name="kind">The kind of message.</param>
    /// <param name="snapshot">The rotation.</param>
    /// <param name="gate">The gate.</param>
    /// <param name="news">Whom it is for; everyone who may decide when null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Why it reached nobody, in a sentence; null when it reached someone.</returns>
    public async Task<string?> TellAsync(
        NotificationKind kind,
        RotationSnapshot snapshot,
        GateRecord gate,
        GateNews? news,
        CancellationToken cancellationToken)
    {
        if (!sender.HasChannels)
        {
            return "no channel is configured (section notifications of rotation.json).";
        }

        string[] approvers = news is { IsForApprovers: false } ? [] : await WaitedForAsync(snapshot, gate, cancellationToken);
        Notification notification = GateNotificationText.For(kind, snapshot, gate, approvals) with
        {
            Gate = gate,
            Page = pages.PageOf(snapshot.Rotation.RotationId, gate.GateId),
            Recipients =
            [
                .. approvers.Concat(news is { IsForEscalation: true } ? approvals.Escalation : [])
                    .Distinct(StringComparer.OrdinalIgnoreCase),
            ],
            Number = kind is NotificationKind.Reminded ? gate.Reminders + 1 : 1,
        };
        NotificationOutcome outcome = await sender.SendAsync(notification, cancellationToken);
        return outcome.Sent > 0 ? null
            : outcome.Problems is { } problems ? $"every channel failed: {string.Join(" ", problems)}"
            : "no channel has a recipient; see approvals.finish.approvers in rotation.json.";
    }

    private async Task<string[]> WaitedForAsync(RotationSnapshot snapshot, GateRecord gate, CancellationToken cancellationToken)
    {
        string[] all = [.. gate.Approvers.Where(approver => GateTally.Eligibility(gate, approver) is null)];
        HashSet<string> voted = new(StringComparer.Ordinal);
        bool isHeld = false;
        await foreach (Vote vote in gates.ListVotesAsync(snapshot.Rotation.RotationId, gate.GateId, cancellationToken))
        {
            voted.Add(PersonName.KeyOf(vote.By));
            isHeld |= vote.Choice is GateChoice.Hold;
        }

        string[] silent = [.. all.Where(approver => !voted.Contains(PersonName.KeyOf(approver)))];
        return gate.Outcome is not null || isHeld || silent.Length == 0 ? all : silent;
    }
}
