using System.Net;
using System.Text;
using TenantTokens.Dynatrace;

namespace TenantTokens.Shared.Tests.Dynatrace;

/// <summary>A page in place of JSON: the web interface, a sign-in page or a proxy.</summary>
public sealed class WebPageTests
{
    private static readonly string _gates = "GET " + DynatraceDriver.Path("v2/activeGates");
    private static readonly string _gate = "GET " + DynatraceDriver.Path("v2/activeGates/0x1");
    private readonly DynatraceDriver _driver = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_page_is_told_as_one_with_the_address_and_the_right_form(int status)
    {
        _driver.Http.Expect(_gates, (_, _) => Task.FromResult(Page(status)));

        var told = await Assert.ThrowsAsync<DynatraceApiException>(() => _driver.Environment.Inventory.ListActiveGatesAsync(Cancelled));

        Assert.True(told.IsFromElsewhere);
        Assert.StartsWith(
            $"Dynatrace answered {status}: a web page (HTML) instead of JSON. Either apiUrl of environment sim00001,"
                + " https://dynatrace.test/e/sim00001, is not the API's base URL",
            told.Message,
            StringComparison.Ordinal);
        Assert.Contains("https://{id}.live.dynatrace.com", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<!DOCTYPE html><title>Sign in</title>")]
    [InlineData(403, "\n<html lang=\"en\">Forbidden</html>")]
    public async Task A_page_that_calls_itself_json_is_told_as_one(int status, string page)
    {
        _driver.Http.Expect(_gates, status, page);

        var told = await Assert.ThrowsAsync<DynatraceApiException>(() => _driver.Environment.Inventory.ListActiveGatesAsync(Cancelled));

        Assert.Contains($"{status}: a web page (HTML) instead of JSON.", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<!-- Sign in --><html></html>")]
    [InlineData(400, "<!-- Sign in --><html></html>")]
    [InlineData(200, """{"activeGates":[]}""")]
    public async Task What_calls_itself_a_page_is_told_as_one_and_never_read_as_an_empty_fleet(int status, string body)
    {
        _driver.Http.Expect(_gates, (_, _) => Task.FromResult(Page(status, body)));

        Assert.True(
            (await Assert.ThrowsAsync<DynatraceApiException>(
                () => _driver.Environment.Inventory.ListActiveGatesAsync(Cancelled))).IsFromElsewhere);
    }

    [Theory]
    [InlineData(401, null)]
    [InlineData(403, "[]")]
    [InlineData(403, """{"message":"Forbidden"}""")]
    [InlineData(403, """{"error":{"code":407,"message":"Proxy authentication"}}""")]
    public async Task A_refusal_that_is_not_Dynatraces_own_does_not_speak_of_the_api_token(int status, string? body)
    {
        _driver.Http.Expect(_gates, status, body);

        var told = await Assert.ThrowsAsync<DynatraceApiException>(() => _driver.Environment.Inventory.ListActiveGatesAsync(Cancelled));

        Assert.True(told.IsFromElsewhere);
        Assert.Contains(
            "which is not an error of the Dynatrace API. Either apiUrl of environment sim00001, https://dynatrace.test/e/sim00001, is not"
                + " the API's base URL",
            told.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("API token", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refusal_of_Dynatrace_speaks_of_the_api_token_and_its_scope(int status)
    {
        _driver.Http.Expect(_gates, status, $$$"""{"error":{"code":{{{status}}},"message":"no"}}""");

        Assert.Equal(
            "activeGates.read",
            (await Assert.ThrowsAsync<DynatraceAccessDeniedException>(
                () => _driver.Environment.Inventory.ListActiveGatesAsync(Cancelled))).Scope);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_page_of_a_server_that_is_busy_is_an_outage(int status)
    {
        for (int attempt = 0; attempt < 5; attempt++)
        {
            _driver.Http.Expect(_gates, (_, _) => Task.FromResult(Page(status)));
        }

        Assert.False(
            (await Assert.ThrowsAsync<DynatraceApiException>(
                () => _driver.Environment.Inventory.ListActiveGatesAsync(Cancelled))).IsFromElsewhere);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_page_is_no_answer_to_start_and_is_told_as_one(int status)
    {
        _driver.Http.Expect("POST " + DynatraceDriver.Path("v2/tenantTokenRotation/start"), (_, _) => Task.FromResult(Page(status)));

        var unanswered = Assert.IsType<TenantTokenAnswer.Unanswered>(await _driver.Environment.TenantTokens.StartAsync(Cancelled));

        Assert.StartsWith(
            $"status {status}: a web page (HTML) instead of JSON. Either apiUrl of environment sim00001",
            unanswered.Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_404_does_not_say_that_an_ActiveGate_is_gone()
    {
        _driver.Http.Expect(_gate, (_, _) => Task.FromResult(Page(404)));

        await Assert.ThrowsAsync<DynatraceApiException>(() => _driver.Environment.Inventory.GetActiveGateAsync("0x1", Cancelled));
    }

    [Fact]
    public async Task A_404_of_dynatrace_says_that_it_is()
    {
        _driver.Http.Expect(_gate, 404, """{"error":{"code":404,"message":"no"}}""");

        Assert.Null(await _driver.Environment.Inventory.GetActiveGateAsync("0x1", Cancelled));
    }

    [Fact]
    public async Task Json_that_is_something_else_is_no_page()
    {
        _driver.Http.Expect(_gates, 200, "[]");

        Assert.False(
            (await Assert.ThrowsAsync<DynatraceApiException>(
                () => _driver.Environment.Inventory.ListActiveGatesAsync(Cancelled))).IsFromElsewhere);
    }

    private static HttpResponseMessage Page(int status, string body = "<!DOCTYPE html><title>Dynatrace</title>")
        => new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "text/html") };
}
