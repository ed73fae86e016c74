using System.Net.Sockets;
using System.Text.Json;
using Azure;
using Azure.Identity;
using Polly.Timeout;

namespace TenantTokens.Failures;

/// <summary>
/// Describes a failure for people: which service was asked, what it answered, what to check. A library's own message goes to the log only:
/// it has headers, type names and "see inner exception", and it may repeat what the server answered.
/// </summary>
public static class FailureText
{
    private const int Longest = 300;

    /// <summary>
    /// Describes an exception in one line that ends with a full stop. Of the messages of libraries it uses only the first line of what a
    /// service, the database or the file system said.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    public static string From(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            AggregateException { InnerExceptions: [.., var last] } => From(last),
            RequestFailedException { Status: > 0 } refused => Refused(refused),
            RequestFailedException { InnerException: { } inner } => $"{Service(exception)} gave no answer: {Clause(inner)}.",
            RequestFailedException { Status: 0 } => Sentence(exception.Message), // ArmPipeline has written this message with From
            AuthenticationFailedException
                => $"Azure gave no access token for the identity of this process. Check its sign-in and the network path to {SignInHost}.",
            HttpRequestException or SocketException or OperationCanceledException or TimeoutException or TimeoutRejectedException
                => Sentence($"There was no answer: {Clause(exception)}"),
            JsonException => "An answer is not the expected JSON.",
            IOException or UnauthorizedAccessException or System.Data.Common.DbException => Sentence(exception.Message),
            _ when exception.GetType().Namespace?.StartsWith(nameof(TenantTokens), StringComparison.Ordinal) is true
                => Sentence(exception.Message),
            _ => "An unexpected error happened. The log of this program has the details.",
        };
    }

    /// <summary>Says why there was no answer, in a clause without a full stop that can follow a colon.</summary>
    /// <param name="exception">What was thrown.</param>
    public static string Clause(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            AggregateException { InnerExceptions: [.., var last] } => Clause(last),
            OperationCanceledException or TimeoutException or TimeoutRejectedException => "the request timed out",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the server's name is not known (DNS)",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
                => "no TLS connection: the certificate is not trusted, is for another name, or a proxy intercepts the connection",
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => "the proxy could not connect",
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse }
                => "the connection ended before the answer was complete",
            HttpRequestException { InnerException: { } inner } => Clause(inner),
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "the connection was refused",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }
                => "the server's name is not known (DNS)",
            SocketException { SocketErrorCode: SocketError.TimedOut } => "the request timed out",
            IOException { InnerException: { } inner } => Clause(inner),
            _ => "the connection failed",
        };
    }

    private const string SignInHost = "login.microsoftonline.com or the machine's identity endpoint";

    /// <summary>
    /// Describes an answer that is an error. The first line of the service's message says the most and holds no secret of ours.
    /// </summary>
    private static string Refused(RequestFailedException refused)
    {
        string code = refused.ErrorCode is { Length: > 0 } known ? $" {known}" : "";
        string said = FirstLine(refused.Message);
        string advice = refused.Status switch
        {
            401 or 403 => " Check the roles of this process's identity and the network rules.",
            429 or >= 500 => " This may be temporary.",
            _ => "",
        };
        return $"{Service(refused)} answered"
            + $" {refused.Status}{code}"
            + $"{(said.Length == 0 || said.StartsWith("Service request failed", StringComparison.Ordinal) ? "." : $": {Sentence(said)}")}"
            + $"{advice}";
    }

    /// <summary>Names the service that was asked. Each client library belongs to one service.</summary>
    private static string Service(Exception exception) => exception.Source switch
    {
        { } source when source.Contains("KeyVault", StringComparison.Ordinal) => "Key Vault",
        { } source when source.Contains("Tables", StringComparison.Ordinal) => "The ledger's table storage",
        { } source when source.Contains("Queues", StringComparison.Ordinal) => "The queue storage",
        _ => "Azure",
    };

    private static string Sentence(string message)
    {
        string line = FirstLine(message).TrimEnd('.', ' ');
        return line.Length > Longest ? $"{line[..Longest]}…" : $"{line}.";
    }

    private static string FirstLine(string message)
        => message.AsSpan().Trim() is var text && text.IndexOfAny('\r', '\n') is var end && end >= 0
            ? text[..end].Trim().ToString()
            : text.ToString();
}
