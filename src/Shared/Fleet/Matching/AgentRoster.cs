using TenantTokens.Ledger;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// The OneAgents of any plan of an environment so far. Dynatrace lists one for at most 214 days, and not at all once its entity is deleted;
/// after that, only this roster shows that its host may come back with the old token.
/// </summary>
public sealed class AgentRoster(ILedgerStore store)
    : ComponentRoster<KnownAgent>(store, LedgerPartitions.Agents, Component.OneAgent, static agent => agent.AgentId);
