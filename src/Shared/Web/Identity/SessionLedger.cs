using TenantTokens.Approvals;
using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Web.Identity;

/// <summary>Stores the sessions of browsers, one row each. A cookie without a row is not valid.</summary>
public sealed class SessionLedger(ILedgerStore store, TimeProvider time)
{
    private const string Prefix = "session|";

    /// <summary>Begins a session and deletes the rows of expired ones.</summary>
    public async Task StartAsync(string id, Session session, CancellationToken cancellationToken)
    {
        await RemoveAsync(old => old.Until <= time.GetUtcNow(), cancellationToken);
        await store.UpsertAllAsync(LedgerPartitions.Sessions, [new LedgerWrite.Upsert(Prefix + id, ToJson(session))], cancellationToken);
    }

    /// <summary>Reads a session by its id; null when there is none or it has expired.</summary>
    public async Task<Session?> FindAsync(string id, CancellationToken cancellationToken)
        => (await store.ReadAsync<Session>(LedgerPartitions.Sessions, Prefix + id, cancellationToken))?.Value is { } session
            && session.Until > time.GetUtcNow()
            ? session
            : null;

    /// <summary>Ends a session. Repeatable.</summary>
    public Task EndAsync(string id, CancellationToken cancellationToken)
        => store.DeleteAllAsync(LedgerPartitions.Sessions, Prefix + id, cancellationToken);

    /// <summary>Ends all sessions of a role or of a key holder, and returns their number.</summary>
    public Task<int> EndAllAsync(string person, CancellationToken cancellationToken)
        => RemoveAsync(session => new Voter(ApiKeyIdentity.NameOf(session.Role), session.Holder, []).Is(person), cancellationToken);

    private async Task<int> RemoveAsync(Func<Session, bool> isMeant, CancellationToken cancellationToken)
    {
        List<LedgerRow> rows = [];
        await foreach (LedgerRow row in store.QueryAsync(LedgerPartitions.Sessions, Prefix, cancellationToken))
        {
            if (row.Value<Session>() is { } session && isMeant(session))
            {
                rows.Add(row);
            }
        }

        foreach (LedgerRow row in rows)
        {
            // When the commit fails, the row is already gone.
            await store.TryCommitAsync(LedgerPartitions.Sessions, [new LedgerWrite.Delete(row.Key, row.ETag)], cancellationToken);
        }

        return rows.Count;
    }
}
