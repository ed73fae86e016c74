using TenantTokens.Ledger;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// The ActiveGates of any plan or rotation of an environment so far. Dynatrace lists an offline one for only 2 hours; after that, only this
/// roster shows that it may come back with the old token.
/// </summary>
public sealed class ActiveGateRoster(ILedgerStore store)
    : ComponentRoster<KnownActiveGate>(store, LedgerPartitions.Gates, Component.ActiveGate, static activeGate => activeGate.AgentId);
