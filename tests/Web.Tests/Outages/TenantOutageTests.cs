using TenantTokens.Ledger;
using TenantTokens.Tokens;
using TenantTokens.Tooling;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Outages;

/// <summary>What a token is answered while the Entra tenant does not say what it signs with.</summary>
public sealed class TenantOutageTests : WebTest
{
    [Fact]
    public async Task A_tenant_that_hangs_is_waited_for_as_long_as_a_request_may_take_and_afterwards_its_tokens_count()
    {
        (WebApp app, TestAuthority tenant, string token) = await AwayAsync(hangs: true);
        Task<Visitor.Answer>[] asked = [.. Enumerable.Range(0, 20).Select(_ => AskAsync(app, token))];
        await app.Time.LetRequestsPassAsync(asked.Length, Stop);
        Assert.All(
            await Task.WhenAll(asked),
            static answer => Assert.Equal((503, "entra-unavailable"), (answer.Status, answer.Json["code"]!.GetValue<string>())));
        Assert.Single(await OutagesAsync(app));
        tenant.ComeBack();
        await Eventually.IsSoAsync(
            async () => (await AskAsync(app, token)).Status is 200,
            static () => "the token counts",
            TimeSpan.FromMilliseconds(5),
            Stop);
    }

    [Fact]
    public async Task A_tenant_that_is_away_makes_no_token_a_wrong_one_and_nobody_a_guesser()
    {
        (WebApp app, TestAuthority tenant, string token) = await AwayAsync(hangs: false);
        for (int number = 0; number < FailureLimit.Allowed + 5; number++)
        {
            Assert.Equal(503, (await AskAsync(app, token)).Status);
        }

        Assert.StartsWith(
            "entra-unavailable: Sign-ins cannot be checked at the moment. What the Entra tenant signs tokens with could not be read: ",
            Assert.Single(await OutagesAsync(app)).Detail,
            StringComparison.Ordinal);
        tenant.ComeBack();
        Assert.Equal(503, (await AskAsync(app, token)).Status);
        app.Time.Advance(SharedReading<object>.RestAfterFailure);
        Assert.Equal((200, 401), ((await AskAsync(app, token)).Status, (await AskAsync(app, $"{token[..^4]}AAAA")).Status));
        Assert.Equal(2, (await OutagesAsync(app)).Count);
    }

    [Fact]
    public async Task An_outage_harms_no_process_that_has_read_the_keys()
    {
        (WebApp app, TestAuthority tenant, string token) = await AwayAsync(hangs: false);
        tenant.ComeBack();
        Assert.Equal(200, (await AskAsync(app, token)).Status);
        tenant.GoAway(hangs: true);
        Assert.Equal(200, (await AskAsync(app, token)).Status);
        tenant.ComeBack();
    }

    private async Task<(WebApp App, TestAuthority Tenant, string Token)> AwayAsync(bool hangs)
    {
        WebApp app = await StartAsync(entra: true);
        TestAuthority tenant = await AuthorityAsync();
        tenant.GoAway(hangs);
        return (app, tenant, tenant.Person("alice", roles: "Reader"));
    }

    private static async Task<Visitor.Answer> AskAsync(WebApp app, string token)
    {
        using Visitor visitor = app.Visit().Bearer(token);
        return await visitor.GetAsync("/api/rotations");
    }

    private static async Task<List<AuditEvent>> OutagesAsync(WebApp app)
        => [.. (await app.AuditAsync(AuditTrail.Elsewhere)).Where(static entry => entry.Code == OutageLog.Code)];
}
