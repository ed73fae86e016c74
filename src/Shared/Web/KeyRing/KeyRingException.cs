namespace TenantTokens.Web.KeyRing;

/// <summary>The keys of cookies and forms cannot be read or written. The message names the secret and the problem, never a key.</summary>
/// <param name="message">What is wrong.</param>
public sealed class KeyRingException(string message) : Exception(message)
{
    /// <summary>
    /// Finds this exception among the causes of another: data protection and antiforgery wrap what a repository throws. Null when the cause
    /// is a different one.
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
