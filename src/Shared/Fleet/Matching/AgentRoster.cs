using TenantTokens.Ledger;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// The OneAgents that any plan of an environment knew. Dynatrace lists one for 214 days at most, and not at all once its entity is deleted;
/// after that nothing but this remembers that its host may come back with the old token.
/// </summary>
public sealed class AgentRoster(ILedgerStore store)
    : ComponentRoster<KnownAgent>(store, LedgerPartitions.Agents, Component.OneAgent, static agent => agent.AgentId);
