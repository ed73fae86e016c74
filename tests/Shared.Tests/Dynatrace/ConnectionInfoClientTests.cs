using TenantTokens.Dynatrace;

namespace TenantTokens.Shared.Tests.Dynatrace;

public sealed class ConnectionInfoClientTests
{
    private static readonly string _agent = "GET " + DynatraceDriver.Path("v1/deployment/installer/agent/connectioninfo");
    private static readonly string _gateway = "GET " + DynatraceDriver.Path("v1/deployment/installer/gateway/connectioninfo");
    private readonly DynatraceDriver _driver = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_is_read_whatever_shape_the_endpoints_have()
    {
        _driver.Http
            .Expect(
                _agent,
                200,
                """{"tenantUUID":"abc12345","tenantToken":"4BcD3fGh1JkLmN0p","communicationEndpoints":["https://a","https://b"],"formattedCommunicationEndpoints":"{a;b}"}""")
            .Expect(
                _gateway,
                200,
                """{"tenantUUID":"abc12345","tenantToken":"5BcD3fGh1JkLmN0p","communicationEndpoints":"https://a,https://b"}""");

        Assert.Equal("4BcD3fGh1JkLmN0p", (await _driver.Environment.ConnectionInfo.GetAgentTokenAsync(Cancelled)).Reveal());
        Assert.Equal("5BcD3fGh1JkLmN0p", (await _driver.Environment.ConnectionInfo.GetGatewayTokenAsync(Cancelled)).Reveal());
        Assert.Equal("*** ***", _driver.Scrubber.Scrub("4BcD3fGh1JkLmN0p 5BcD3fGh1JkLmN0p"));
    }

    [Theory]
    [InlineData("{}", "no token")]
    [InlineData("""{"tenantToken":"not a token"}""", "no token's alphabet")]
    [InlineData("not a token", "no JSON")]
    public async Task An_answer_without_a_token_throws_and_is_not_quoted(string body, string what)
    {
        _driver.Http.Expect(_agent, 200, body);

        var failed = await Assert.ThrowsAsync<DynatraceApiException>(
            () => _driver.Environment.ConnectionInfo.GetAgentTokenAsync(Cancelled));

        Assert.True(!failed.ToString().Contains("not a token", StringComparison.Ordinal), what);
    }

    [Fact]
    public async Task A_read_is_repeated_after_lost_connections_429_and_503()
    {
        _driver.Http
            .Expect(_agent, new HttpRequestException("reset"))
            .Expect(_agent, 429, null, ("Retry-After", "9"))
            .Expect(_agent, 503)
            .Expect(_agent, 200, """{"tenantToken":"4BcD3fGh1JkLmN0p"}""");

        await _driver.Environment.ConnectionInfo.GetAgentTokenAsync(Cancelled);

        Assert.Equal(3, _driver.Time.Waits.Count);
        Assert.InRange(_driver.Time.Waits[1].TotalSeconds, 9, 9.9);
    }

    [Fact]
    public async Task A_read_is_given_up_after_four_repetitions()
    {
        for (int attempt = 0; attempt < 5; attempt++)
        {
            _driver.Http.Expect(_agent, new HttpRequestException("reset"));
        }

        var failed = await Assert.ThrowsAsync<DynatraceApiException>(
            () => _driver.Environment.ConnectionInfo.GetAgentTokenAsync(Cancelled));

        Assert.Null(failed.Status);
        _driver.Http.AssertDone();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_read_is_not_repeated_after(int status)
    {
        _driver.Http.Expect(
            _agent,
            status,
            """[{"error":{"message":"one","constraintViolations":[{"message":"two"}]}},{"description":"three"}]""");

        var failed = await Assert.ThrowsAsync<DynatraceApiException>(
            () => _driver.Environment.ConnectionInfo.GetAgentTokenAsync(Cancelled));

        Assert.Equal($"Dynatrace answered {status}: one; two; three", failed.Message);
    }

    [Fact]
    public async Task A_refusal_names_the_scope_of_installers()
    {
        _driver.Http.Expect(_gateway, 403, """{"error":{"code":403,"message":"Token is missing required scope."}}""");

        var denied = await Assert.ThrowsAsync<DynatraceAccessDeniedException>(
            () => _driver.Environment.ConnectionInfo.GetGatewayTokenAsync(Cancelled));

        Assert.Equal("InstallerDownload", denied.Scope);
    }

    [Fact]
    public async Task The_api_token_is_read_from_the_vault_once_for_many_reads()
    {
        _driver.Http.Expect(_agent, 200, """{"tenantToken":"4BcD3fGh1JkLmN0p"}""")
            .Expect(_agent, 200, """{"tenantToken":"4BcD3fGh1JkLmN0p"}""");

        await _driver.Environment.ConnectionInfo.GetAgentTokenAsync(Cancelled);
        await _driver.Environment.ConnectionInfo.GetAgentTokenAsync(Cancelled);

        Assert.Equal(1, _driver.VaultReads);
    }
}
