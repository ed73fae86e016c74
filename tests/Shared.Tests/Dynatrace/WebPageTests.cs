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
    [InlineData(404)]
    public async Task A_page_is_told_as_one_with_the_address_and_the_right_form(int status)
    {
        _driver.Http.Expect(_gates, (_, _) => Task.FromResult(Page(status)));

        var told = await Assert.ThrowsAsync<DynatraceApiException>(() => _driver.Environment.Inventory.ListActiveGatesAsync(Cancelled));

        Assert.True(told.IsWebPage);
        Assert.StartsWith($"Dynatrace answered {status}: a web page (HTML) and no JSON. Either apiUrl of environment sim00001, https://dynatrace.test/e/sim00001, is not the API's base URL", told.Message, StringComparison.Ordinal);
        Assert.Contains("https://{id}.live.dynatrace.com", told.Message, StringComparison.Ordinal);
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

        Assert.False((await Assert.ThrowsAsync<DynatraceApiException>(() => _driver.Environment.Inventory.ListActiveGatesAsync(Cancelled))).IsWebPage);
    }

    private static HttpResponseMessage Page(int status)
        => new((HttpStatusCode)status) { Content = new StringContent("<!DOCTYPE html><title>Dynatrace</title>", Encoding.UTF8, "text/html") };
}
