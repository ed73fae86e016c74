using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Claiming;

/// <summary>
/// The id of this copy of the product: all processes that share a ledger are one copy. An export leaves it out, so a ledger that was
/// imported elsewhere belongs to another copy and has to take the claim over.
/// </summary>
public sealed class CopyLedger(ILedgerStore store, TimeProvider time)
{
    private const string Key = "copy";
    private string? _id;

    /// <summary>The id, drawn when it is asked for the first time.</summary>
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
