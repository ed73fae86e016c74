using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Approvals;

/// <summary>What is written about a gate beside its votes: who was told, and when.</summary>
public sealed partial class GateLedger
{
    /// <summary>Changes what is known of telling people of a gate. Votes and outcome are not for this: they have their own conditions.</summary>
    /// <returns>The gate as it is now.</returns>
    /// <exception cref="KeyNotFoundException">There is no such gate.</exception>
    public async Task<GateRecord> NoteAsync(string rotationId, string gateId, Func<GateRecord, GateRecord> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        string partition = LedgerPartitions.Rotation(rotationId);
        while (true)
        {
            (GateRecord gate, string etag) = await store.ReadAsync<GateRecord>(partition, GateKey(gateId), cancellationToken)
                ?? throw new KeyNotFoundException($"Rotation {rotationId} has no gate {gateId}.");
            GateRecord changed = change(gate);
            if (changed == gate || await store.TryCommitAsync(partition, [new LedgerWrite.Replace(GateKey(gateId), ToJson(changed), etag)], cancellationToken))
            {
                return changed;
            }
        }
    }
}
