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
        => ((GateKind[])[
            .. approvals.Start.Required ? [GateKind.Start] : Array.Empty<GateKind>(),
            GateKind.Continue,
            GateKind.Finish,
            GateKind.Cancel,
        ])
            .Where(kind => approvals.ApproversOf(kind).Count > 0)
            .Select(kind => (Kind: kind, Why: GateTally.WhyUnreachable(GateOf(kind, rotation, approvals))))
            .Where(static gate => gate.Why is not null)
            .GroupBy(static gate => gate.Why!, StringComparer.Ordinal)
            .Select(static reason => new PlanFinding(
                PlanSeverity.Warning,
                Code,
                null,
                "The approvers cannot decide these gates:"
                    + $" {string.Join(", ", reason.Select(static gate => gate.Kind.ToString().ToLowerInvariant()))}. {reason.Key}"));

    private static GateRecord GateOf(GateKind kind, RotationRecord rotation, ApprovalOptions approvals) => new()
    {
        GateId = kind.ToString(),
        Kind = kind,
        PlanHash = "",
        RequestedBy = rotation.RequestedBy,
        AlsoRequestedBy = rotation.AlsoRequestedBy is { } also ? [also] : [],
        Approvers = approvals.ApproversOf(kind),
        Quorum = approvals.QuorumOf(kind),
        Choices = [],
        OpenedAt = rotation.CreatedAt,
        ExceptionCount = 0,
    };
}
