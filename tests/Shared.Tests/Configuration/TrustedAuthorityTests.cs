using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using TenantTokens.Configuration;
using TenantTokens.Testing.Certificates;

namespace TenantTokens.Shared.Tests.Configuration;

/// <summary>Over real TLS on loopback.</summary>
public sealed class TrustedAuthorityTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_of_the_trusted_authority_is_trusted()
    {
        using TestAuthority authority = new();

        Assert.Equal("ok", await GetAsync(authority, trusted: authority.RootPem));
    }

    [Fact]
    public async Task A_server_of_another_authority_is_not_trusted()
    {
        using TestAuthority authority = new();
        using TestAuthority other = new();

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(authority, trusted: other.RootPem));
    }

    [Fact]
    public async Task A_private_authority_is_not_trusted_when_none_is_given()
    {
        using TestAuthority authority = new();

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(authority, trusted: null));
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "no certificate")]
    [InlineData(null, "no file")]
    public void A_file_without_certificates_is_refused(string? content, string what)
    {
        string file = Path.Combine(_directory, "ca.pem");
        if (content is not null)
        {
            File.WriteAllText(file, content);
        }

        var refused = Assert.Throws<InvalidOperationException>(() => TrustedAuthority.CreateHandler(file));

        Assert.True(refused.Message.Contains(file, StringComparison.Ordinal), what);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<string> GetAsync(TestAuthority authority, string? trusted)
    {
        string file = Path.Combine(_directory, "ca.pem");
        await File.WriteAllTextAsync(file, trusted ?? string.Empty, Cancelled);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task server = ServeAsync(listener, authority);
        using HttpClient client = new(TrustedAuthority.CreateHandler(trusted is null ? null : file));
        try
        {
            return await client.GetStringAsync(new Uri($"https://{listener.LocalEndpoint}/"), Cancelled);
        }
        finally
        {
            await Task.WhenAny(server);
        }
    }

    private static async Task ServeAsync(TcpListener listener, TestAuthority authority)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Cancelled);
        await using SslStream tls = new(client.GetStream());
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = authority.Server }, Cancelled);
        byte[] buffer = new byte[4096];
        _ = await tls.ReadAsync(buffer, Cancelled);
        await tls.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"), Cancelled);
    }
}
