using TenantTokens.Configuration.Options;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>Under which names the pages are answered. A page of another site whose name was made to lead here is not.</summary>
public sealed class HostNameTests : WebTest
{
    private static readonly WebHostOptions _own = new() { OwnNames = ["app.azurewebsites.test"] };

    [Theory]
    [InlineData("tokens.example.com", "the public name")]
    [InlineData("TOKENS.example.com:8443", "whatever its case and its port")]
    [InlineData("app.azurewebsites.test", "the host's own")]
    [InlineData("localhost:7071", "this machine")]
    [InlineData("127.0.0.1", "this machine")]
    [InlineData("[::1]:80", "this machine")]
    public async Task A_name_of_ours_is_answered(string name, string why)
        => Assert.True((await AskAsync(await StartAsync(), "Host", name)).Status is 401, why);

    [Theory]
    [InlineData("evil.test", "does not have this name")]
    [InlineData("tokens.example.com.evil.test", "one that begins like ours")]
    [InlineData("evil-tokens.example.com", "one that ends like ours")]
    [InlineData("192.0.2.1", "an address")]
    public async Task Any_other_is_answered_421_and_the_answer_names_ours(string name, string why)
    {
        WebApp app = await StartAsync();
        Visitor.Answer answer = await AskAsync(app, "Host", name);
        Assert.True(answer.Status is 421, why);
        Assert.Equal("host", answer.Json["code"]!.GetValue<string>());
        string detail = answer.Json["detail"]!.GetValue<string>();
        Assert.StartsWith("Use one of these: tokens.example.com, app.azurewebsites.test, localhost,", detail, StringComparison.Ordinal);
        Assert.Equal("host", Assert.Single(await app.AuditAsync(RefusalAudit.Elsewhere)).Detail.Split(':')[0]);
    }

    [Fact]
    public async Task Behind_the_Functions_host_the_name_that_it_forwards_counts()
    {
        WebApp app = await StartAsync(frontEnd: true);
        Assert.Equal(421, (await AskAsync(app, "X-Forwarded-Host", "evil.test")).Status);
        Assert.Equal(401, (await AskAsync(app, "X-Forwarded-Host", "tokens.example.com")).Status);
    }

    [Fact]
    public async Task On_one_machine_a_forged_header_is_no_way_around()
    {
        WebApp app = await StartAsync();
        using Visitor visitor = app.Visit().With("Host", "evil.test").With("X-Forwarded-Host", "tokens.example.com");
        Assert.Equal(421, (await visitor.GetAsync("/api/rotations")).Status);
    }

    [Fact]
    public async Task Without_a_public_address_only_the_host_s_own_name_and_this_machine_s_are_answered()
    {
        WebApp app = await StartAsync(_own, change: static options => options with { Web = new WebOptions() });
        Assert.Equal(401, (await AskAsync(app, "Host", "app.azurewebsites.test")).Status);
        Assert.Equal(401, (await AskAsync(app, "Host", "localhost")).Status);
        Assert.Equal(421, (await AskAsync(app, "Host", "tokens.example.com")).Status);
    }

    [Theory]
    [InlineData("https://bücher.example", "xn--bcher-kva.example")]
    [InlineData("https://xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("https://[2001:db8::7]", "[2001:db8::7]:443")]
    public async Task A_public_address_is_compared_as_browsers_send_it(string address, string name)
    {
        WebApp app = await StartAsync(change: options => options with { Web = new WebOptions { PublicAddress = new Uri(address) } });
        Assert.Equal(401, (await AskAsync(app, "Host", name)).Status);
        Assert.Equal(421, (await AskAsync(app, "Host", "bucher.example")).Status);
    }

    private Task<WebApp> StartAsync(bool frontEnd = false)
        => StartAsync(
            _own,
            change: static options => options with { Web = new WebOptions { PublicAddress = new Uri("https://tokens.example.com") } },
            frontEnd: frontEnd);

    private static async Task<Visitor.Answer> AskAsync(WebApp app, string header, string name)
    {
        using Visitor visitor = app.Visit().With(header, name);
        return await visitor.GetAsync("/api/rotations");
    }
}
