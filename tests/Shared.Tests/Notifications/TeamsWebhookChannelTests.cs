using Azure;
using TenantTokens.Notifications;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Notifications;

public sealed class TeamsWebhookChannelTests
{
    private readonly TeamsDriver _teams = new();

    [Theory]
    [InlineData(202)]
    [InlineData(200)]
    public async Task Accepted_is_sent(int status)
    {
        _teams.Http.Expect(TeamsDriver.Post, status);

        Assert.True((await _teams.SendAsync()).IsSent);
        Assert.Empty(_teams.Time.Waits);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Too_many_requests_are_repeated_after_the_wait_asked_for(int status)
    {
        _teams.Http.Expect(TeamsDriver.Post, status, null, ("Retry-After", "7"))
            .Expect(TeamsDriver.Post, status, null, ("Retry-After", "12"))
            .Expect(TeamsDriver.Post, 202);

        Assert.True((await _teams.SendAsync()).IsSent);

        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(12)], _teams.Time.Waits);
        Assert.Single(_teams.Http.Bodies.Distinct());
        _teams.Http.AssertDone();
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_not_waited_for()
    {
        _teams.Http.Expect(TeamsDriver.Post, 429, null, ("Retry-After", "3600"));

        NotificationResult result = await _teams.SendAsync();

        Assert.Equal("The webhook answered 429 and asks to wait 3600 s.", result.Problem);
        Assert.Empty(_teams.Time.Waits);
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again()
    {
        _teams.Http.Expect(TeamsDriver.Post, new HttpRequestException(HttpRequestError.ConnectionError, TeamsDriver.Url))
            .Expect(TeamsDriver.Post, 202);

        Assert.True((await _teams.SendAsync()).IsSent);
        Assert.Single(_teams.Time.Waits);
    }

    [Fact]
    public async Task A_connection_that_stays_lost_is_a_value_that_does_not_quote_the_URL()
    {
        for (int attempt = 0; attempt < 5; attempt++)
        {
            _teams.Http.Expect(TeamsDriver.Post, new HttpRequestException(HttpRequestError.ConnectionError, TeamsDriver.Url));
        }

        Assert.Equal("The webhook cannot be reached: ConnectionError.", (await _teams.SendAsync()).Problem);
        _teams.Http.AssertDone();
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_a_value()
    {
        _teams.Time.TimeLimitsPass = true;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            _teams.Http.Expect(TeamsDriver.Post, static async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                throw new InvalidOperationException("never here");
            });
        }

        Assert.Equal("The webhook gave no answer within 10 s.", (await _teams.SendAsync()).Problem);
    }

    [Theory]
    [InlineData(401, "belongs to a running flow.")]
    [InlineData(404, "belongs to a running flow.")]
    [InlineData(400, "answered 400.")]
    [InlineData(302, "answered 302.")]
    [InlineData(500, "answered 500.")]
    public async Task Any_other_answer_is_not_repeated(int status, string problem)
    {
        _teams.Http.Expect(TeamsDriver.Post, status);

        Assert.EndsWith(problem, (await _teams.SendAsync()).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://flow.test/x", "no TLS")]
    [InlineData("not a URL", "no URL")]
    [InlineData("", "nothing")]
    public async Task A_secret_that_is_no_https_URL_is_not_used_and_not_quoted(string secret, string what)
    {
        _teams.Secret = () => secret;

        Assert.True((await _teams.SendAsync()).Problem is "The vault secret teams-webhook holds no https URL.", what);
        Assert.Empty(_teams.Http.Requests);
    }

    [Fact]
    public async Task A_vault_that_has_no_such_secret_is_a_value()
    {
        _teams.Secret = static () => throw new TokenVaultException("The vault secret teams-webhook does not exist.");

        Assert.Equal("The vault secret teams-webhook does not exist.", (await _teams.SendAsync()).Problem);
    }

    [Fact]
    public async Task A_vault_that_cannot_be_reached_is_a_value()
    {
        _teams.Secret = static () => throw new RequestFailedException(503, "long text with headers");

        Assert.Equal("The vault secret teams-webhook cannot be read: status 503.", (await _teams.SendAsync()).Problem);
    }

    [Fact]
    public async Task The_URL_and_its_signature_are_secrets_from_then_on()
    {
        _teams.Http.Expect(TeamsDriver.Post, 202);

        await _teams.SendAsync();

        Assert.Equal("to ***", _teams.Scrubber.Scrub($"to {TeamsDriver.Url}"));
        Assert.DoesNotContain(
            TeamsDriver.Signature,
            _teams.Scrubber.Scrub($"at {TeamsDriver.Path}: sig={TeamsDriver.Signature}"),
            StringComparison.Ordinal);
    }
}
