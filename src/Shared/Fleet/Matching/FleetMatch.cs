using System.Collections.Frozen;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;

namespace TenantTokens.Fleet.Matching;

/// <summary>Machines and agents brought together.</summary>
/// <param name="Targets">What the fleet comes to, not probed yet; ordered by name.</param>
/// <param name="Candidates">
/// Machines to probe so that agents which fit several, or share one, can be told apart; no targets by themselves.
/// </param>
/// <param name="Accounts">Which target each agent is in, by the agent's id: every agent is in exactly one.</param>
/// <param name="OutOfScope">ActiveGates of the Dynatrace cluster itself, by host name.</param>
public sealed record FleetMatch(
    IReadOnlyList<TargetRecord> Targets,
    IReadOnlyList<TargetRecord> Candidates,
    IReadOnlyDictionary<string, string> Accounts,
    IReadOnlyList<string> OutOfScope)
{
    /// <summary>Entries that Dynatrace still lists of agents that are online under another id: the ghost's id and that one.</summary>
    public IReadOnlyDictionary<string, string> Ghosts { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Silent agents whose machines Azure has deleted. One target stands for all of them.</summary>
    public IReadOnlyList<OneAgentInfo> OfDeletedMachines { get; init; } = [];
}
