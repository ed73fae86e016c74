using System.Net;
using TenantTokens.Configuration.Options;
using TenantTokens.Local.Hosting;

namespace TenantTokens.Local.Tests.Serving;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData(null, null, "127.0.0.1:0", "any free port of loopback")]
    [InlineData(null, "http://localhost:8080", "127.0.0.1:8080", "the port that links lead to")]
    [InlineData(null, "https://tokens.example.com", "127.0.0.1:0", "a public address elsewhere says nothing about this machine")]
    [InlineData("127.0.0.1:8080", null, "127.0.0.1:8080", "loopback")]
    [InlineData("[::1]:8080", null, "[::1]:8080", "the other loopback")]
    [InlineData("0.0.0.0:8080", "https://tokens.example.com", "0.0.0.0:8080", "a proxy with TLS stands in front")]
    public void It_listens_where_nobody_can_read_along(string? wanted, string? publicAddress, string expected, string why)
        => Assert.True(ListenAddress.Of(wanted, With(publicAddress)).Equals(IPEndPoint.Parse(expected)), why);

    [Theory]
    [InlineData("0.0.0.0:8080", null, "a proxy with TLS")]
    [InlineData("192.0.2.1:8080", "http://localhost:8080", "a proxy with TLS")]
    [InlineData("[::]:8080", null, "a proxy with TLS")]
    [InlineData("localhost:8080", null, "must be address:port")]
    [InlineData("nonsense", null, "must be address:port")]
    public void It_refuses_everything_else_and_says_what_is_needed(string wanted, string? publicAddress, string needed)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => ListenAddress.Of(wanted, With(publicAddress)));
        Assert.Equal(ExitCodes.Usage, error.ExitCode);
        Assert.Contains(needed, error.Message, StringComparison.Ordinal);
    }

    private static WebOptions With(string? publicAddress)
        => new() { PublicAddress = publicAddress is null ? null : new Uri(publicAddress) };
}
