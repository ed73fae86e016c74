using TenantTokens.Fleet;

namespace TenantTokens.Ledger;

/// <summary>
/// The ActiveGates that any plan or rotation of an environment knew. Dynatrace lists one that is offline for 2 hours only; after that
/// nothing but this remembers that it may come back with the old token.
/// </summary>
public sealed class GateRoster(ILedgerStore store) : ComponentRoster<KnownGate>(store, LedgerPartitions.Gates, Component.ActiveGate, static gate => gate.AgentId);
