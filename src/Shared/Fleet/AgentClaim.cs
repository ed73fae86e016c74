using TenantTokens.Rotations;

namespace TenantTokens.Fleet;

/// <summary>One agent and where it may be.</summary>
/// <param name="Target">The target it makes when it is on no single machine.</param>
/// <param name="Machine">The one machine it fits; null when there is none or several.</param>
/// <param name="Candidates">The machines that are probed to find it; empty when probing cannot tell.</param>
/// <param name="IsByArmId">Whether the agent itself named the machine.</param>
internal sealed record AgentClaim(TargetRecord Target, Machine? Machine, IReadOnlyList<Machine> Candidates, bool IsByArmId);
