namespace TenantTokens.Functions.Durable;

/// <summary>
/// How a failure crosses the host, which keeps an exception's message and not its properties: the type of the original and its message
/// without secrets, in one line. It has no inner exception, whose text and stack would be recorded as well.
/// </summary>
/// <param name="type">The full type name of the original exception.</param>
/// <param name="scrubbedMessage">Its message without secrets.</param>
public sealed class ScrubbedFailureException(string type, string scrubbedMessage) : Exception($"{Start}{type}{Middle}{scrubbedMessage}")
{
    private const string Start = "[failure ";
    private const string Middle = "] ";

    /// <summary>Reads type and message out of what the host made of it; what is none of ours stays as it is.</summary>
    /// <param name="type">The type that the host says.</param>
    /// <param name="message">The message that the host says.</param>
    public static (string Type, string Message) Read(string type, string message)
    {
        int start = message.IndexOf(Start, StringComparison.Ordinal);
        int middle = start < 0 ? -1 : message.IndexOf(Middle, start, StringComparison.Ordinal);
        return middle < 0 ? (type, message) : (message[(start + Start.Length)..middle], message[(middle + Middle.Length)..]);
    }
}
