using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace TenantTokens.Web.KeyRing;

/// <summary>
/// Makes data protection read its keys again every <see cref="ReadAgainAfter"/>. By itself it does so once a day, and looks for unknown
/// keys only in the first two minutes: two instances that each made a first key would not read each other's cookies until then, and a
/// version that was disabled would count for a day.
/// </summary>
/// <param name="keys">What manages the keys.</param>
/// <param name="time">The clock.</param>
internal sealed class RereadKeyManager(IKeyManager keys, TimeProvider time) : IKeyManager, IDisposable
{
    /// <summary>How long keys that were read are used without a look; meanwhile requests go on with them.</summary>
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
        Expire(next); // the keys that were read before are about to be replaced
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

    /// <summary>Changes no key.</summary>
    public void Dispose() => _current.Dispose();

    private void Expire(CancellationTokenSource next)
    {
        using CancellationTokenSource before = Interlocked.Exchange(ref _current, next);
        before.Cancel();
    }
}
