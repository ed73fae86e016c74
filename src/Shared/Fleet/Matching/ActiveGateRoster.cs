using TenantTokens.Ledger;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>
/// The ActiveGates that any plan or rotation of an environment knew. Dynatrace lists one that is offline for 2 hours only; after that
/// nothing but this remembers that it may come back with the old token.
/// </summary>
public sealed class ActiveGateRoster(ILedgerStore store)
    : ComponentRoster<KnownActiveGate>(store, LedgerPartitions.Gates, Component.ActiveGate, static activeGate => activeGate.AgentId);
