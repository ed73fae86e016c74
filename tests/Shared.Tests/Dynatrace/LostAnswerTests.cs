using System.Net;
using System.Net.Sockets;
using System.Text;
using TenantTokens.Configuration;
using TenantTokens.Configuration.Options;
using TenantTokens.Dynatrace;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Dynatrace;

/// <summary>
/// Over a real socket: SocketsHttpHandler repeats a request without a body when a kept-alive connection closes before the answer.
/// </summary>
public sealed class LostAnswerTests
{
    [Theory]
    [InlineData("start")]
    [InlineData("finish")]
    public async Task A_post_whose_answer_is_lost_on_a_kept_alive_connection_is_sent_exactly_once(string operation)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        List<string> posts = [];
        Task server = ServeAsync(listener, posts, cancellationToken);
        using HttpClient connection = new(TrustedAuthority.CreateHandler(pemFile: null));
        DynatraceEnvironment environment = DynatraceEnvironments.Create(
            new EnvironmentOptions
            {
                Id = "e",
                ApiUrl = new Uri($"http://{listener.LocalEndpoint}"),
                ApiTokenSecret = "a",
                TenantTokenSecret = "t",
            },
            connection,
            static (_, _) => Task.FromResult("dt0c01.token"),
            new SecretScrubber(),
            TimeProvider.System);

        await environment.ConnectionInfo.GetAgentTokenAsync(cancellationToken); // leaves a connection in the pool
        TenantTokenAnswer answer = operation is "start"
            ? await environment.TenantTokens.StartAsync(cancellationToken)
            : await environment.TenantTokens.FinishAsync(cancellationToken);

        Assert.IsType<TenantTokenAnswer.Unanswered>(answer);
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => server);
        Assert.Equal([$"POST /api/v2/tenantTokenRotation/{operation} HTTP/1.1"], posts);
    }

    /// <summary>Answers GETs and keeps the connection; reads POSTs and closes it.</summary>
    private static async Task ServeAsync(TcpListener listener, List<string> posts, CancellationToken cancellationToken)
    {
        while (true)
        {
            using TcpClient client = await listener.AcceptTcpClientAsync(cancellationToken);
            await using NetworkStream stream = client.GetStream();
            using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 })
                {
                }

                if (line.StartsWith("POST", StringComparison.Ordinal))
                {
                    posts.Add(line);
                    break;
                }

                const string Body = """{"tenantToken":"abcdefgh12345678"}""";
                await stream.WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"),
                    cancellationToken);
            }
        }
    }
}
