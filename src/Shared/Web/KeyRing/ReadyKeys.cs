using Microsoft.AspNetCore.DataProtection;
using TenantTokens.Tokens;

namespace TenantTokens.Web.KeyRing;

/// <summary>
/// Data protection whose keys are read before a request needs them. Data protection reads synchronously: fifty requests at once would block
/// fifty threads while the vault answers. Here one thread reads, and requests wait without blocking, only as long as a request may take.
/// </summary>
/// <param name="inner">The data protection that encrypts.</param>
/// <param name="secretName">The vault secret that holds its keys.</param>
/// <param name="time">The clock for the waits.</param>
internal sealed class ReadyKeys(IDataProtectionProvider inner, string secretName, TimeProvider time) : IDataProtectionProvider
{
    private readonly SharedReading<IDataProtectionProvider> _reading = new(
        _ => Task.Run(() =>
        {
            inner.CreateProtector("TenantTokens.Web.Ready").Protect([1]); // reads the keys, and makes the first one
            return inner;
        }),
        $"The vault secret {secretName}, which holds the keys of sign-ins and forms,",
        time);

    /// <summary>When the keys were first read; null when they were not.</summary>
    public DateTimeOffset? ReadAt => _reading.ReadAt;

    /// <summary>
    /// Waits until the keys are read, or until it is known that they cannot be read now. In the second case the code that needs them fails
    /// at once.
    /// </summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _reading.GetSoonAsync(TimeSpan.MaxValue, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && (exception is KeysUnavailableException || KeyRingException.CauseOf(exception) is not null))
        {
            // A failure is ignored here, because many requests need no keys.
        }
    }

    /// <inheritdoc />
    public IDataProtector CreateProtector(string purpose) => new Protector(this, inner.CreateProtector(purpose));

    private void ThrowUnlessReady()
    {
        try
        {
            _reading.GetSoonAsync(TimeSpan.MaxValue, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (KeysUnavailableException exception)
        {
            throw new KeyRingException(exception.Message);
        }
    }

    private sealed class Protector(ReadyKeys keys, IDataProtector inner) : IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => new Protector(keys, inner.CreateProtector(purpose));

        public byte[] Protect(byte[] plaintext)
        {
            keys.ThrowUnlessReady();
            return inner.Protect(plaintext);
        }

        public byte[] Unprotect(byte[] protectedData)
        {
            keys.ThrowUnlessReady();
            return inner.Unprotect(protectedData);
        }
    }
}
