using TenantTokens.Approvals;
using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Web.Identity;

/// <summary>The sessions that we issued, one row each. A cookie whose row is gone is nobody's, whoever has it.</summary>
public sealed class SessionLedger(ILedgerStore store, TimeProvider time)
{
    private const string Prefix = "session|";

    /// <summary>Begins one. Rows of sessions whose time is over go at the same time.</summary>
    public async Task StartAsync(string id, Session session, CancellationToken cancellationToken)
    {
        await RemoveAsync(old => old.Until <= time.GetUtcNow(), cancellationToken);
        await store.UpsertAllAsync(LedgerPartitions.Sessions, [new LedgerWrite.Upsert(Prefix + id, ToJson(session))], cancellationToken);
    }

    /// <summary>A session, read as one row by its key; null when there is none such, or its time is over.</summary>
    public async Task<Session?> FindAsync(string id, CancellationToken cancellationToken)
        => (await store.ReadAsync<Session>(LedgerPartitions.Sessions, Prefix + id, cancellationToken))?.Value is { } session
            && session.Until > time.GetUtcNow()
            ? session
            : null;

    /// <summary>Ends one. Repeatable.</summary>
    public Task EndAsync(string id, CancellationToken cancellationToken)
        => store.DeleteAllAsync(LedgerPartitions.Sessions, Prefix + id, cancellationToken);

    /// <summary>Ends all of a role's name or of a holder, and says how many they were.</summary>
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
            // else it is gone already
            await store.TryCommitAsync(LedgerPartitions.Sessions, [new LedgerWrite.Delete(row.Key, row.ETag)], cancellationToken);
        }

        return rows.Count;
    }
}
