using TenantTokens.Dynatrace;

namespace TenantTokens.Shared.Tests.Dynatrace;

public sealed class TenantTokenClientTests
{
    private const string Both =
        $$$"""{"active":{"value":"{{{DynatraceDriver.NewToken}}}"},"old":{"value":"{{{DynatraceDriver.OldToken}}}"}}""";
    private static readonly string _start = "POST " + DynatraceDriver.Path("v2/tenantTokenRotation/start");
    private static readonly string _finish = "POST " + DynatraceDriver.Path("v2/tenantTokenRotation/finish");
    private static readonly string _cancel = "POST " + DynatraceDriver.Path("v2/tenantTokenRotation/cancel");
    private readonly DynatraceDriver _driver = new();

    private ITenantTokenClient Client => _driver.Environment.TenantTokens;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_gives_both_tokens_and_authorizes_with_the_api_token()
    {
        _driver.Http.Expect(_start, 200, Both);

        var accepted = Assert.IsType<TenantTokenAnswer.Accepted>(await Client.StartAsync(Cancelled));

        Assert.Equal(DynatraceDriver.NewToken, accepted.Active.Reveal());
        Assert.Equal(DynatraceDriver.OldToken, accepted.Old?.Reveal());
        Assert.Equal("Api-Token " + DynatraceDriver.ApiToken, _driver.Http.Authorizations.Single());
        Assert.DoesNotContain(DynatraceDriver.OldToken, accepted.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_token_of_an_answer_is_scrubbed_from_then_on()
    {
        _driver.Http.Expect(_start, 200, Both);

        await Client.StartAsync(Cancelled);

        Assert.Equal(
            "*** *** ***",
            _driver.Scrubber.Scrub($"{DynatraceDriver.NewToken} {DynatraceDriver.OldToken} {DynatraceDriver.ApiToken}"));
    }

    [Theory]
    [InlineData("""{"active":{"value":"abcdefgh12345678"},"old":{}}""", "an empty object")]
    [InlineData("""{"active":{"value":"abcdefgh12345678"},"old":{"value":null}}""", "a null value")]
    [InlineData("""{"active":{"value":"abcdefgh12345678"},"old":null}""", "null")]
    [InlineData("""{"active":{"value":"abcdefgh12345678"}}""", "nothing")]
    public async Task Old_may_be(string body, string what)
    {
        _driver.Http.Expect(_cancel, 200, body);

        var accepted = Assert.IsType<TenantTokenAnswer.Accepted>(await Client.CancelAsync(Cancelled));

        Assert.True(accepted.Old is null, what);
    }

    [Fact]
    public async Task A_400_is_the_wrong_state_with_dynatraces_words()
    {
        _driver.Http.Expect(_start, 400, """{"error":{"code":400,"message":"Another rotation process is already in progress."}}""");

        Assert.Equal(
            new TenantTokenAnswer.WrongState("Another rotation process is already in progress."),
            await Client.StartAsync(Cancelled));
    }

    [Fact]
    public async Task A_400_that_echoes_a_token_is_scrubbed()
    {
        _driver.Http.Expect(_finish, 400, $$$"""{"error":{"code":400,"message":"no {{{DynatraceDriver.NewToken}}}"}}""");

        Assert.Equal(new TenantTokenAnswer.WrongState("no ***"), await Client.FinishAsync(Cancelled));
    }

    [Theory]
    [InlineData(500, "internal error")]
    [InlineData(502, "a proxy lost the answer")]
    [InlineData(503, "unavailable")]
    [InlineData(504, "a proxy gave up")]
    [InlineData(408, "request timeout")]
    public async Task Start_is_unanswered_after(int status, string what)
    {
        _driver.Http.Expect(_start, status, null, ("Retry-After", "1"));

        Assert.True(await Client.StartAsync(Cancelled) is TenantTokenAnswer.Unanswered, what);
        Assert.Empty(_driver.Time.Waits);
    }

    [Fact]
    public async Task Start_is_unanswered_and_not_sent_again_when_the_connection_is_lost()
    {
        _driver.Http.Expect(_start, new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));

        Assert.Equal(
            new TenantTokenAnswer.Unanswered("the connection ended before the answer was complete"),
            await Client.StartAsync(Cancelled));
        Assert.Single(_driver.Http.Requests);
    }

    [Fact]
    public async Task Start_is_unanswered_when_no_answer_comes_within_30_seconds()
    {
        _driver.Time.TimeLimitsPass = true;
        _driver.Http.Expect(_start, async static (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            throw new InvalidOperationException("never");
        });

        Assert.Equal(new TenantTokenAnswer.Unanswered("no answer within 30 s"), await Client.StartAsync(Cancelled));
    }

    [Fact]
    public async Task Start_throws_when_its_caller_cancels_rather_than_to_say_unanswered()
    {
        using CancellationTokenSource cancellation = new();
        _driver.Http.Expect(_start, async (_, token) =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("never");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.StartAsync(cancellation.Token));
    }

    [Theory]
    [InlineData("{}", "without an active token")]
    [InlineData("<html>", "no JSON")]
    [InlineData("""{"active":{"value":"two words"}}""", "a value that is no token")]
    public async Task A_200_that_cannot_be_read_is_unanswered_since_it_took_effect(string body, string what)
    {
        _driver.Http.Expect(_start, 200, body);

        var unanswered = Assert.IsType<TenantTokenAnswer.Unanswered>(await Client.StartAsync(Cancelled));

        Assert.True(!unanswered.Reason.Contains("two words", StringComparison.Ordinal), what);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_api_token_names_the_scope_and_is_no_effect(int status)
    {
        _driver.Http.Expect(_start, status, Envelope(status, "Token is missing required scope."));

        var refused = Assert.IsType<TenantTokenAnswer.Refused>(await Client.StartAsync(Cancelled));

        Assert.Equal(status, refused.Status);
        Assert.Contains("tenantTokenRotation.write", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Dynatrace said: Token is missing required scope.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(429, true)]
    public async Task Dynatraces_own_refusal_is_no_effect(int status, bool isThrottled)
    {
        _driver.Http.Expect(_finish, status, Envelope(status, "No."), ("Retry-After", "1"));

        var refused = Assert.IsType<TenantTokenAnswer.Refused>(await Client.FinishAsync(Cancelled));

        Assert.Equal((status, isThrottled), (refused.Status, refused.IsThrottled));
        Assert.Single(_driver.Http.Requests);
    }

    [Theory]
    [InlineData(400, "<html>Bad request</html>", "a page")]
    [InlineData(400, "[]", "an array of no errors")]
    [InlineData(403, """{"message":"Forbidden"}""", "another product's JSON")]
    [InlineData(403, """{"error":{"code":407,"message":"Proxy authentication"}}""", "an envelope of another status")]
    [InlineData(401, null, "no body")]
    [InlineData(429, """{"error":"slow down"}""", "an error that is no object")]
    [InlineData(409, """{"error":{"code":409,"message":"Conflict"}}""", "a status that is not documented")]
    public async Task What_a_proxy_may_have_said_is_unanswered(int status, string? body, string what)
    {
        _driver.Http.Expect(_cancel, status, body);

        Assert.True(await Client.CancelAsync(Cancelled) is TenantTokenAnswer.Unanswered, what);
    }

    [Fact]
    public async Task Each_call_reads_the_api_token_anew_and_is_not_sent_again_after_a_401()
    {
        _driver.RenewApiToken("dt0c01.renewed0");
        _driver.Http.Expect(_start, 401, Envelope(401, "expired")).Expect(_finish, 200, Both);

        Assert.IsType<TenantTokenAnswer.Refused>(await Client.StartAsync(Cancelled));
        Assert.IsType<TenantTokenAnswer.Accepted>(await Client.FinishAsync(Cancelled));

        Assert.Equal("Api-Token dt0c01.renewed0", _driver.Http.Authorizations[1]);
    }

    [Fact]
    public async Task Finish_is_not_sent_again_when_its_answer_is_lost()
    {
        _driver.Http.Expect(_finish, new HttpRequestException("reset"));

        Assert.IsType<TenantTokenAnswer.Unanswered>(await Client.FinishAsync(Cancelled));
        Assert.Single(_driver.Http.Requests);
    }

    [Theory]
    [InlineData("finish")]
    [InlineData("cancel")]
    public async Task A_503_that_says_when_to_come_back_is_unanswered_and_not_sent_again(string call)
    {
        _driver.Http.Expect(call is "finish" ? _finish : _cancel, 503, null, ("Retry-After", "1"));

        Assert.IsType<TenantTokenAnswer.Unanswered>(
            call is "finish" ? await Client.FinishAsync(Cancelled) : await Client.CancelAsync(Cancelled));
        Assert.Empty(_driver.Time.Waits);
    }

    [Fact]
    public async Task A_redirect_is_unanswered_is_not_followed_and_leaks_nothing()
    {
        _driver.Http.Expect(_finish, 302, $"<a>{DynatraceDriver.NewToken}</a>", ("Location", "https://elsewhere.test"));

        var unanswered = Assert.IsType<TenantTokenAnswer.Unanswered>(await Client.FinishAsync(Cancelled));

        Assert.DoesNotContain(DynatraceDriver.NewToken, unanswered.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_call_goes_to_its_own_path()
    {
        // The documentation's example for cancel calls finish: copied, a cancel would finish.
        _driver.Http.Expect(_start, 400).Expect(_cancel, 400).Expect(_finish, 400);

        await Client.StartAsync(Cancelled);
        await Client.CancelAsync(Cancelled);
        await Client.FinishAsync(Cancelled);

        _driver.Http.AssertDone();
    }

    private static string Envelope(int status, string message) => $$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}"}}""";
}
