namespace TenantTokens.Functions.Durable;

/// <summary>
/// Carries a failure across the host, which keeps only an exception's message: the type of the original and its message without secrets, on
/// one line. It has no inner exception, because the inner text and stack would be recorded too.
/// </summary>
/// <param name="type">The full type name of the original exception.</param>
/// <param name="scrubbedMessage">The message of the original exception, without secrets.</param>
public sealed class ScrubbedFailureException(string type, string scrubbedMessage) : Exception($"{Start}{type}{Middle}{scrubbedMessage}")
{
    private const string Start = "[failure ";
    private const string Middle = "] ";

    /// <summary>Reads type and message from what the host recorded. A failure that is not of this form stays as it is.</summary>
    /// <param name="type">The type that the host recorded.</param>
    /// <param name="message">The message that the host recorded.</param>
    public static (string Type, string Message) Read(string type, string message)
    {
        int start = message.IndexOf(Start, StringComparison.Ordinal);
        int middle = start < 0 ? -1 : message.IndexOf(Middle, start, StringComparison.Ordinal);
        return middle < 0 ? (type, message) : (message[(start + Start.Length)..middle], message[(middle + Middle.Length)..]);
    }
}
