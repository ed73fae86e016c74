using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Claiming;

/// <summary>
/// Stores the id of this copy of the product. All processes that share a ledger are one copy. An export leaves the id out, so an imported
/// ledger belongs to another copy, which has to take the claim over.
/// </summary>
public sealed class CopyLedger(ILedgerStore store, TimeProvider time)
{
    private const string Key = "copy";
    private string? _id;

    /// <summary>Returns the id. It is generated at the first call.</summary>
    public async Task<string> GetIdAsync(CancellationToken cancellationToken)
    {
        if (_id is not null)
        {
            return _id;
        }

        if (await store.ReadAsync<CopyRow>(LedgerPartitions.Copy, Key, cancellationToken) is not { } row)
        {
            LedgerWrite draw = new LedgerWrite.Insert(Key, ToJson(new CopyRow(Guid.CreateVersion7(time.GetUtcNow()).ToString("N"))));
            await store.TryCommitAsync(LedgerPartitions.Copy, [draw], cancellationToken); // another process may have been faster
            row = await store.ReadAsync<CopyRow>(LedgerPartitions.Copy, Key, cancellationToken)
                ?? throw new InvalidOperationException("The id of this copy was written to the ledger and is not there.");
        }

        return _id = row.Value.Id;
    }

    private sealed record CopyRow(string Id);
}
