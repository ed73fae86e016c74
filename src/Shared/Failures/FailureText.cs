using System.Net.Sockets;
using System.Text.Json;
using Azure;
using Azure.Identity;
using Polly.Timeout;

namespace TenantTokens.Failures;

/// <summary>
/// Says what went wrong in words for people: who was asked, what they said, what to look at. A library's own message stays in the log: it has headers, type names and
/// "see inner exception", and it may repeat what the server answered.
/// </summary>
public static class FailureText
{
    private const int Longest = 300;

    /// <summary>One line, with a full stop.</summary>
    /// <param name="exception">What was thrown.</param>
    public static string From(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            AggregateException { InnerExceptions: [.., var last] } => From(last),
            RequestFailedException { Status: > 0 } refused => Refused(refused),
            RequestFailedException { InnerException: { } inner } => $"{Service(exception)} gave no answer: {Clause(inner)}.",
            RequestFailedException { Status: 0 } => Sentence(exception.Message), // ArmPipeline's, which has its words from here
            AuthenticationFailedException => $"Azure gave no access token for the identity of this process. Look at its sign-in, and at the way to {SignInHost}.",
            HttpRequestException or SocketException or OperationCanceledException or TimeoutException or TimeoutRejectedException => Sentence($"There was no answer: {Clause(exception)}"),
            JsonException => "An answer is not the JSON that was expected.",
            IOException or UnauthorizedAccessException or System.Data.Common.DbException => Sentence(exception.Message),
            _ when exception.GetType().Namespace?.StartsWith(nameof(TenantTokens), StringComparison.Ordinal) is true => Sentence(exception.Message),
            _ => "Something happened that this program does not expect; its log says what.",
        };
    }

    /// <summary>Why there was no answer; follows a colon.</summary>
    /// <param name="exception">What was thrown.</param>
    public static string Clause(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            AggregateException { InnerExceptions: [.., var last] } => Clause(last),
            OperationCanceledException or TimeoutException or TimeoutRejectedException => "it did not come in time",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the server's name is not known (DNS)",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no TLS connection: the certificate is not trusted, is for another name, or a proxy is between",
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => "the proxy made no connection",
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse } => "the connection ended before it was whole",
            HttpRequestException { InnerException: { } inner } => Clause(inner),
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "the connection was refused",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "the server's name is not known (DNS)",
            SocketException { SocketErrorCode: SocketError.TimedOut } => "it did not come in time",
            IOException { InnerException: { } inner } => Clause(inner),
            _ => "the connection failed",
        };
    }

    private const string SignInHost = "login.microsoftonline.com or the machine's identity endpoint";

    /// <summary>An answer that is a refusal: the service's own first line says most, and is no secret of ours.</summary>
    private static string Refused(RequestFailedException refused)
    {
        string code = refused.ErrorCode is { Length: > 0 } known ? $" {known}" : "";
        string said = FirstLine(refused.Message);
        string advice = refused.Status switch
        {
            401 or 403 => " Look at the roles and network rules of the identity of this process.",
            429 or >= 500 => " It may pass by itself.",
            _ => "",
        };
        return $"{Service(refused)} answered {refused.Status}{code}{(said.Length == 0 || said.StartsWith("Service request failed", StringComparison.Ordinal) ? "." : $": {Sentence(said)}")}{advice}";
    }

    /// <summary>Who was asked: the client that threw it belongs to one service.</summary>
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

    private static string FirstLine(string message) => message.AsSpan().Trim() is var text && text.IndexOfAny('\r', '\n') is var end && end >= 0 ? text[..end].Trim().ToString() : text.ToString();
}
