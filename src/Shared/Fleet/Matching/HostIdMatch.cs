using TenantTokens.Fleet.Targets;

namespace TenantTokens.Fleet.Matching;

/// <summary>The targets after their hosts have reported their ids.</summary>
/// <param name="Targets">The remaining targets.</param>
/// <param name="Findings">Contradictions, which block the plan, and corrections, which do not.</param>
public sealed record HostIdMatch(IReadOnlyList<TargetRecord> Targets, IReadOnlyList<PlanFinding> Findings);
