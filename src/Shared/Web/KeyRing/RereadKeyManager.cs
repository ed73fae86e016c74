using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace TenantTokens.Web.KeyRing;

/// <summary>
/// Makes data protection read its keys again every <see cref="ReadAgainAfter"/>. By itself it reads them once a day, and looks for unknown
/// keys only in the first two minutes. Two instances that each made a first key could then not read each other's cookies for a day, and a
/// disabled version would stay valid as long.
/// </summary>
/// <param name="keys">The key manager of data protection.</param>
/// <param name="time">The clock.</param>
internal sealed class RereadKeyManager(IKeyManager keys, TimeProvider time) : IKeyManager, IDisposable
{
    /// <summary>How long keys are used before they are read again. Requests continue with the old keys meanwhile.</summary>
    public static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(5);

    private CancellationTokenSource _current = new();

    /// <inheritdoc />
    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate)
    {
        IKey key = keys.CreateNewKey(activationDate, expirationDate);
        Expire(new());
        return key;
    }

    /// <inheritdoc />
    public IReadOnlyCollection<IKey> GetAllKeys() => keys.GetAllKeys();

    /// <inheritdoc />
    public CancellationToken GetCacheExpirationToken()
    {
        CancellationTokenSource next = new(ReadAgainAfter, time);
        CancellationToken token = next.Token;
        Expire(next); // makes data protection drop the keys that it has read before
        return token;
    }

    /// <inheritdoc />
    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null)
    {
        keys.RevokeAllKeys(revocationDate, reason);
        Expire(new());
    }

    /// <inheritdoc />
    public void RevokeKey(Guid keyId, string? reason = null)
    {
        keys.RevokeKey(keyId, reason);
        Expire(new());
    }

    /// <summary>Releases the present token; changes no key.</summary>
    public void Dispose() => _current.Dispose();

    private void Expire(CancellationTokenSource next)
    {
        using CancellationTokenSource before = Interlocked.Exchange(ref _current, next);
        before.Cancel();
    }
}
