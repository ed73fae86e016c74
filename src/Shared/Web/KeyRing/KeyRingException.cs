namespace TenantTokens.Web.KeyRing;

/// <summary>The keys of cookies and forms cannot be read or written. The message names the secret and what is wrong, never a key.</summary>
/// <param name="message">What is wrong.</param>
public sealed class KeyRingException(string message) : Exception(message)
{
    /// <summary>
    /// The one that an exception comes from: data protection and antiforgery wrap what a repository throws. Null when it has another
    /// cause.
    /// </summary>
    public static KeyRingException? CauseOf(Exception? exception)
    {
        while (exception is not (null or KeyRingException))
        {
            exception = exception.InnerException;
        }

        return exception as KeyRingException;
    }
}
