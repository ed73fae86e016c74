using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Polly.Timeout;
using TenantTokens.Dynatrace;
using TenantTokens.Failures;

namespace TenantTokens.Shared.Tests.Failures;

/// <summary>
/// What libraries throw, in words for people. The exceptions are real ones: the real clients against a server that does what is asked of
/// it.
/// </summary>
public sealed partial class FailureTextTests : IDisposable
{
    private const string Forbidden = """
        {"error":{"code":"Forbidden","message":"Caller is not authorized to perform action on resource."}}
        """;

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_vault_that_refuses_is_told_with_its_first_line_and_what_to_look_at()
        => Assert.Equal(
            "Key Vault answered 403 Forbidden: Caller is not authorized to perform action on resource. Check the roles of this process's"
                + " identity and the network rules.",
            await ThrownAsync(address => Vault(address).GetSecretAsync("secret", cancellationToken: Stop), Answer(403, Forbidden)));

    [Fact]
    public async Task Tables_that_are_busy_are_told_without_headers()
        => Assert.Equal(
            "The ledger's table storage answered 503. This may be temporary.",
            await ThrownAsync(address => Table(address).GetEntityAsync<TableEntity>("p", "r", cancellationToken: Stop), Answer(503, "")));

    [Fact]
    public async Task A_vault_that_nobody_reaches_is_told_without_the_tries()
        => Assert.Equal(
            "Azure gave no answer: the connection was refused.",
            await ThrownAsync(address => Vault(address).GetSecretAsync("secret", cancellationToken: Stop), answer: null));

    [Fact]
    public async Task A_refused_connection_is_told()
        => Assert.Equal(
            "There was no answer: the connection was refused.",
            await ThrownAsync(static address => GetAsync(address), answer: null));

    [Fact]
    public async Task A_server_that_speaks_no_TLS_is_told()
        => Assert.Equal(
            "There was no answer: no TLS connection: the certificate is not trusted, is for another name, or a proxy intercepts the"
                + " connection.",
            await ThrownAsync(static address => GetAsync(new UriBuilder(address) { Scheme = "https" }.Uri), Answer(400, "")));

    [Fact]
    public async Task A_connection_that_ends_before_the_answer_is_told()
        => Assert.Equal(
            "There was no answer: the connection ended before the answer was complete.",
            await ThrownAsync(static address => GetAsync(address), answer: ""));

    public static TheoryData<string> Made => [.. _made.Keys];

    private static readonly Dictionary<string, (Exception Thrown, string Says)> _made = new()
    {
        ["a name that is not known"] = (new HttpRequestException(
            HttpRequestError.NameResolutionError,
            "No such host is known. (nowhere.invalid:443)"), "There was no answer: the server's name is not known (DNS)."),
        ["a time limit"] = (new TaskCanceledException("The operation was canceled."), "There was no answer: the request timed out."),
        ["Polly's time limit"] = (
            new TimeoutRejectedException("The operation didn't complete within the allowed timeout of '00:00:30'."),
            "There was no answer: the request timed out."),
        ["no sign-in"] = (
            new AuthenticationFailedException("ManagedIdentityCredential authentication failed: Headers: x"),
            "Azure gave no access token for the identity of this process. Check its sign-in and the network path to"
                + " login.microsoftonline.com or the machine's identity endpoint."),
        ["our own words"] = (new DynatraceApiException(500, "The page is not JSON."), "Dynatrace answered 500: The page is not JSON."),
        ["JSON that is none"] = (
            new JsonException("'<' is an invalid start of a value. Path: $ | LineNumber: 0 | BytePositionInLine: 0."),
            "An answer is not the expected JSON."),
        ["a full disk"] = (
            new IOException("No space left on device : '/data/ledger.db'\nsecond line"),
            "No space left on device : '/data/ledger.db'."),
        ["a fault of ours"] = (
            new NotSupportedException("Specified method is not supported."),
            "An unexpected error happened. The log of this program has the details."),
        ["several tries in vain"] = (
            new AggregateException(
                "Retry failed after 4 tries. Retry settings can be adjusted in ClientOptions.Retry.",
                new TaskCanceledException(),
                new HttpRequestException("x", new SocketException((int)SocketError.ConnectionRefused))),
            "There was no answer: the connection was refused."),
    };

    [Theory]
    [MemberData(nameof(Made))]
    public void Each_kind_has_words_of_its_own(string what)
    {
        string said = FailureText.From(_made[what].Thrown);

        Assert.Equal(_made[what].Says, said);
        Assert.DoesNotMatch(OfLibraries(), said);
    }

    private static SecretClient Vault(Uri address)
    {
        SecretClientOptions options = new()
        {
            DisableChallengeResourceVerification = true,
            Transport = new HttpClientTransport(new Unsealed()),
        };
        (options.Retry.MaxRetries, options.Retry.Delay, options.Retry.MaxDelay) = (
            1,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMilliseconds(1));
        return new SecretClient(new UriBuilder(address) { Scheme = "https" }.Uri, new AnyToken(), options);
    }

    private static TableClient Table(Uri address)
    {
        TableClientOptions options = new();
        (options.Retry.MaxRetries, options.Retry.Delay) = (0, TimeSpan.FromMilliseconds(1));
        return new TableClient(
            new Uri(address, "account"),
            "table",
            new TableSharedKeyCredential("account", Convert.ToBase64String(new byte[32])),
            options);
    }

    private static async Task GetAsync(Uri address)
    {
        using HttpClient client = new();
        await client.GetStringAsync(address, Stop);
    }

    private async Task<string> ThrownAsync(Func<Uri, Task> ask, string? answer)
    {
        _server.Start();
        Uri address = new($"http://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}/");
        if (answer is null)
        {
            _server.Stop();
        }
        else
        {
            _ = ServeAsync(answer);
        }

        Exception thrown = await Assert.ThrowsAnyAsync<Exception>(() => ask(address));
        string said = FailureText.From(thrown);
        Assert.DoesNotMatch(OfLibraries(), said);
        return said;
    }

    private async Task ServeAsync(string answer)
    {
        while (true)
        {
            using TcpClient client = await _server.AcceptTcpClientAsync(Stop);
            _ = await client.GetStream().ReadAtLeastAsync(new byte[16 * 1024], 1, cancellationToken: Stop);
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), Stop);
        }
    }

    private static string Answer(int status, string body)
        => $"HTTP/1.1 {status} {(HttpStatusCode)status}\r\nContent-Type: application/json\r\nx-ms-request-id: 1\r\nContent-Length:"
            + $" {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    [GeneratedRegex(@"Exception|inner exception|System\.|operation was cancell?ed|Headers:|\n")]
    private static partial Regex OfLibraries();

    /// <summary>The vault's client insists on https; the server here has no certificate.</summary>
    private sealed class Unsealed() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = "http" }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class AnyToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => new(GetToken(requestContext, cancellationToken));
    }
}
