using TenantTokens.Fleet.Targets;

namespace TenantTokens.Fleet.Matching;

/// <summary>The targets after their hosts said who they are.</summary>
/// <param name="Targets">All that stay.</param>
/// <param name="Findings">Contradictions, which block the plan, and corrections, which do not.</param>
public sealed record HostIdMatch(IReadOnlyList<TargetRecord> Targets, IReadOnlyList<PlanFinding> Findings);
