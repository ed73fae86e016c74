using TenantTokens.Dynatrace;
using TenantTokens.Shared.Tests.Infrastructure;

namespace TenantTokens.Shared.Tests.Dynatrace;

public sealed class TenantTokenClientTests
{
    private const string Both = $$$"""{"active":{"value":"{{{DynatraceDriver.NewToken}}}"},"old":{"value":"{{{DynatraceDriver.OldToken}}}"}}""";
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

        Assert.Equal("*** *** ***", _driver.Scrubber.Scrub($"{DynatraceDriver.NewToken} {DynatraceDriver.OldToken} {DynatraceDriver.ApiToken}"));
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

        Assert.Equal(new TenantTokenAnswer.WrongState("Another rotation process is already in progress."), await Client.StartAsync(Cancelled));
    }

    [Fact]
    public async Task A_400_that_echoes_a_token_is_scrubbed()
    {
        _driver.Http.Expect(_finish, 400, $$$"""{"error":{"message":"no {{{DynatraceDriver.NewToken}}}"}}""");

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
        _driver.Http.Expect(_start, new HttpRequestException("The response ended prematurely."));

        Assert.Equal(new TenantTokenAnswer.Unanswered("The response ended prematurely."), await Client.StartAsync(Cancelled));
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
    public async Task A_refused_api_token_names_the_scope(int status)
    {
        _driver.Http.Expect(_start, status, """{"error":{"message":"Token is missing required scope."}}""");

        var denied = await Assert.ThrowsAsync<DynatraceAccessDeniedException>(() => Client.StartAsync(Cancelled));

        Assert.Equal("tenantTokenRotation.write", denied.Scope);
        Assert.Equal(status, denied.Status);
        Assert.Contains("tenantTokenRotation.write", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_reads_the_api_token_anew_each_time_and_is_not_sent_again_after_a_401()
    {
        _driver.RenewApiToken("dt0c01.renewed0");
        _driver.Http.Expect(_start, 401).Expect(_start, 200, Both);

        await Assert.ThrowsAsync<DynatraceAccessDeniedException>(() => Client.StartAsync(Cancelled));
        await Client.StartAsync(Cancelled);

        Assert.Equal("Api-Token dt0c01.renewed0", _driver.Http.Authorizations[1]);
    }

    [Fact]
    public async Task Finish_is_sent_once_more_after_a_401_when_the_vault_has_another_api_token()
    {
        _driver.RenewApiToken("dt0c01.renewed0");
        _driver.Http.Expect(_finish, 401).Expect(_finish, 200, Both);

        Assert.IsType<TenantTokenAnswer.Accepted>(await Client.FinishAsync(Cancelled));

        Assert.Equal("Api-Token dt0c01.renewed0", _driver.Http.Authorizations[1]);
    }

    [Fact]
    public async Task Finish_is_not_sent_again_after_a_401_when_the_vault_has_the_same_api_token()
    {
        _driver.Http.Expect(_finish, 401);

        await Assert.ThrowsAsync<DynatraceAccessDeniedException>(() => Client.FinishAsync(Cancelled));
        Assert.Equal(2, _driver.VaultReads);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Finish_and_cancel_are_sent_again_when_asked_to_come_back(int status)
    {
        _driver.Http.Expect(_finish, status, null, ("Retry-After", "7")).Expect(_finish, 200, Both);
        _driver.Http.Expect(_cancel, status, null, ("retry-after-ms", "500")).Expect(_cancel, 200, Both);

        Assert.IsType<TenantTokenAnswer.Accepted>(await Client.FinishAsync(Cancelled));
        Assert.IsType<TenantTokenAnswer.Accepted>(await Client.CancelAsync(Cancelled));

        Assert.InRange(_driver.Time.Waits[0].TotalSeconds, 7, 7.7);
        Assert.InRange(_driver.Time.Waits[1].TotalSeconds, 0.5, 0.55);
    }

    [Fact]
    public async Task Finish_is_not_sent_again_when_its_answer_is_lost()
    {
        _driver.Http.Expect(_finish, new HttpRequestException("reset"));

        Assert.IsType<TenantTokenAnswer.Unanswered>(await Client.FinishAsync(Cancelled));
        Assert.Single(_driver.Http.Requests);
    }

    [Fact]
    public async Task Finish_is_not_sent_again_by_a_503_that_does_not_say_when()
    {
        _driver.Http.Expect(_finish, 503);

        Assert.IsType<TenantTokenAnswer.Unanswered>(await Client.FinishAsync(Cancelled));
    }

    [Fact]
    public async Task A_429_that_asks_for_more_than_a_minute_is_not_waited_for()
    {
        _driver.Http.Expect(_cancel, 429, null, ("Retry-After", "61"));

        var failed = await Assert.ThrowsAsync<DynatraceApiException>(() => Client.CancelAsync(Cancelled));

        Assert.Equal(429, failed.Status);
        Assert.Equal(TimeSpan.FromSeconds(61), failed.RetryAfter);
        Assert.Empty(_driver.Time.Waits);
    }

    [Fact]
    public async Task Start_is_not_sent_again_after_a_429()
    {
        _driver.Http.Expect(_start, 429, null, ("Retry-After", "1"));

        Assert.Equal(429, (await Assert.ThrowsAsync<DynatraceApiException>(() => Client.StartAsync(Cancelled))).Status);
    }

    [Fact]
    public async Task An_unexpected_status_throws_without_secrets_and_without_following_a_redirect()
    {
        _driver.Http.Expect(_finish, 302, $"<a>{DynatraceDriver.NewToken}</a>", ("Location", "https://elsewhere.test"));

        var failed = await Assert.ThrowsAsync<DynatraceApiException>(() => Client.FinishAsync(Cancelled));

        Assert.Equal(302, failed.Status);
        Assert.DoesNotContain(DynatraceDriver.NewToken, failed.ToString(), StringComparison.Ordinal);
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
}
