using System.Collections.Frozen;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;

namespace TenantTokens.Fleet.Matching;

/// <summary>Machines and agents, matched.</summary>
/// <param name="Targets">The targets of the fleet, not probed yet; ordered by name.</param>
/// <param name="Candidates">
/// Machines to probe to find out which agent they carry, when an agent matches several or several match one. They are not targets
/// themselves.
/// </param>
/// <param name="Accounts">The target of each agent, by the agent's id; every agent belongs to exactly one.</param>
/// <param name="OutOfScope">ActiveGates of the Dynatrace cluster itself, by host name.</param>
public sealed record FleetMatch(
    IReadOnlyList<TargetRecord> Targets,
    IReadOnlyList<TargetRecord> Candidates,
    IReadOnlyDictionary<string, string> Accounts,
    IReadOnlyList<string> OutOfScope)
{
    /// <summary>
    /// Outdated entries that Dynatrace still lists of agents that are online under another id: from the old id to the new one.
    /// </summary>
    public IReadOnlyDictionary<string, string> Ghosts { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The silent agents whose machines Azure has deleted. One target represents all of them.</summary>
    public IReadOnlyList<OneAgentInfo> OfDeletedMachines { get; init; } = [];
}
