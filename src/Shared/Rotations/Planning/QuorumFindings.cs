using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.Planning;

/// <summary>
/// Warns before a rotation starts when one of its gates could not reach its quorum, because the requester is one of too few approvers. A
/// pure function.
/// </summary>
public static class QuorumFindings
{
    /// <summary>The finding's code.</summary>
    public const string Code = "quorum-unreachable";

    /// <summary>Returns one warning for each reason. A gate without approvers gets none; it is reported when it opens.</summary>
    public static IEnumerable<PlanFinding> From(RotationRecord rotation, ApprovalOptions approvals)
        => GateDescriptions.All
            .Where(asked => asked.IsCheckedByPlan(approvals) && asked.ApproversFrom(approvals).Count > 0)
            .Select(asked => (asked.Kind, Why: GateTally.WhyUnreachable(GateOf(asked, rotation, approvals))))
            .Where(static gate => gate.Why is not null)
            .GroupBy(static gate => gate.Why!, StringComparer.Ordinal)
            .Select(static reason => new PlanFinding(
                PlanSeverity.Warning,
                Code,
                null,
                "The approvers cannot decide these gates:"
                    + $" {string.Join(", ", reason.Select(static gate => gate.Kind.ToString().ToLowerInvariant()))}. {reason.Key}"));

    private static GateRecord GateOf(GateDescription asked, RotationRecord rotation, ApprovalOptions approvals) => new()
    {
        GateId = asked.IdStem,
        Kind = asked.Kind,
        PlanHash = "",
        RequestedBy = rotation.RequestedBy,
        AlsoRequestedBy = rotation.AlsoRequestedBy is { } also ? [also] : [],
        Approvers = asked.ApproversFrom(approvals),
        Quorum = asked.QuorumFrom(approvals),
        Choices = [],
        OpenedAt = rotation.CreatedAt,
        ExceptionCount = 0,
    };
}
