using TenantTokens.Ledger;
using TenantTokens.Machines;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Fleet.Matching;

/// <summary>Stores what the plans of an environment knew of one kind of component, one row each.</summary>
/// <param name="store">The ledger.</param>
/// <param name="partitionOf">Returns the partition of an environment's rows.</param>
/// <param name="component">The kind.</param>
/// <param name="agentIdOf">Returns the id at Dynatrace, which identifies the row.</param>
public abstract class ComponentRoster<TKnown>(
    ILedgerStore store,
    Func<string, string> partitionOf,
    Component component,
    Func<TKnown, string> agentIdOf)
    where TKnown : class
{
    /// <summary>Lists all rows of an environment.</summary>
    public async Task<IReadOnlyList<TKnown>> ListAsync(string environmentId, CancellationToken cancellationToken)
        => await store.ReadAllAsync<TKnown>(partitionOf(environmentId), "", cancellationToken).ToArrayAsync(cancellationToken);

    /// <summary>Adds or replaces rows.</summary>
    public Task PutAsync(string environmentId, IEnumerable<TKnown> known, CancellationToken cancellationToken)
        => store.UpsertAllAsync(
            partitionOf(environmentId),
            known.Select(one => new LedgerWrite.Upsert(KeyOf(agentIdOf(one)), ToJson(one))),
            cancellationToken);

    /// <summary>Removes a row.</summary>
    public Task RemoveAsync(string environmentId, string agentId, CancellationToken cancellationToken)
        => store.DeleteAllAsync(partitionOf(environmentId), KeyOf(agentId), cancellationToken);

    private string KeyOf(string agentId) => TargetIdentity.IdOf(component, agentId);
}
