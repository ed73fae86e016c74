using TenantTokens.Fleet;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Ledger;

/// <summary>
/// The ActiveGates that any plan or rotation of an environment knew, one row each. Dynatrace lists one that is offline for 2 hours only; after that
/// nothing but this remembers that it may come back with the old token.
/// </summary>
public sealed class GateRoster(ILedgerStore store)
{
    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<KnownGate>> ListAsync(string environmentId, CancellationToken cancellationToken)
        => await store.ReadAllAsync<KnownGate>(LedgerPartitions.Gates(environmentId), "", cancellationToken).ToArrayAsync(cancellationToken);

    /// <summary>Adds or replaces rows.</summary>
    public Task PutAsync(string environmentId, IEnumerable<KnownGate> gates, CancellationToken cancellationToken)
        => store.UpsertAllAsync(LedgerPartitions.Gates(environmentId), gates.Select(static gate => new LedgerWrite.Upsert(KeyOf(gate.AgentId), ToJson(gate))), cancellationToken);

    /// <summary>Forgets an ActiveGate.</summary>
    public Task RemoveAsync(string environmentId, string agentId, CancellationToken cancellationToken)
        => store.DeleteAllAsync(LedgerPartitions.Gates(environmentId), KeyOf(agentId), cancellationToken);

    private static string KeyOf(string agentId) => TargetIdentity.IdOf(Component.ActiveGate, agentId);
}
