using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>What a link is bound to, and how long it lives.</summary>
public sealed class LinkTests : LinkTest
{
    [Fact]
    public async Task A_link_says_for_whom_and_what_it_is()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();

        LinkVerdict verdict = await ReadAsync(app, token);

        Assert.True(verdict.IsValid);
        Assert.Equal(
            new LinkClaims(
                LinkPurpose.Page,
                rotation.RotationId,
                gate.GateId,
                gate.PlanHash,
                "alice",
                Some.Now.AddDays(7).ToUnixTimeSeconds(),
                Some.Now.ToUnixTimeSeconds()),
            verdict.Claims);
    }

    [Fact]
    public async Task Every_single_changed_character_is_refused()
    {
        (WebApp app, _, _, string token) = await CreateAsync();
        for (int at = 0; at < token.Length; at++)
        {
            char changed = token[at] is 'A' ? 'B' : 'A';
            LinkVerdict verdict = await ReadAsync(app, $"{token[..at]}{changed}{token[(at + 1)..]}");
            Assert.True(verdict.Status is LinkStatus.Forged or LinkStatus.KeyRetired, $"Character {at} may be changed: {verdict.Status}.");
        }
    }

    [Fact]
    public async Task A_link_lives_seven_days_and_no_second_longer()
    {
        (WebApp app, _, _, string token) = await CreateAsync();
        app.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(LinkStatus.Valid, (await ReadAsync(app, token)).Status);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LinkStatus.Expired, (await ReadAsync(app, token)).Status);
        Assert.Contains("has expired", await RefusedAsync(app, token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_used_again_after_the_decision_is_refused_with_a_page_that_says_so()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        foreach (string person in (string[])["alice", "bob"])
        {
            using Visitor visitor = app.Visit();
            await visitor.DecideAsync(await app.LinkAsync(rotation, gate, person), "Approve");
        }

        await app.CloseIfDecidedAsync(rotation, gate);

        Assert.Equal(LinkStatus.Decided, (await ReadAsync(app, token)).Status);
        Assert.Contains("This gate is already decided", await RefusedAsync(app, token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_was_opened_before_the_gate_was_superseded_is_refused()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        using Visitor alice = app.Visit();
        Visitor.Answer late = await alice.DecideAsync(await app.LinkAsync(rotation, gate, "alice"), "Approve", _ =>
            app.SupersedeAsync(rotation, gate).GetAwaiter().GetResult());

        Assert.Equal(403, late.Status);
        Assert.Contains("link-superseded", late.Body, StringComparison.Ordinal);
        Assert.Equal(LinkStatus.Superseded, (await ReadAsync(app, token)).Status);
        Assert.Empty(await app.VotesAsync(rotation, gate));
    }

    [Fact]
    public async Task While_the_vault_is_away_a_link_is_refused_with_the_advice_to_try_again()
    {
        (WebApp app, _, _, string token) = await CreateAsync();
        app.Time.Advance(LinkKeys.CacheTime);
        app.Vault.Outage = 503;
        using Visitor visitor = app.Visit();
        Visitor.Answer answer = await visitor.GetAsync($"/rotations/r/gates/g?link={token}");
        Assert.Equal(503, answer.Status);
        Assert.Contains("Try again in a few minutes", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_gate_has_an_address_without_a_token_and_none_when_no_address_is_configured()
    {
        WebApp app = await StartAsync();
        WebApp quiet = await StartAsync(change: static options => options with { Web = new WebOptions() });
        (RotationRecord rotation, GateRecord gate) = await quiet.AskAsync();

        Assert.Equal($"{app.Address}rotations/r-1/gates/finish-1", app.Get<ApprovalLinks>().PageOf("r-1", "finish-1")!.AbsoluteUri);
        Assert.Null(quiet.Get<ApprovalLinks>().PageOf("r-1", "finish-1"));
        Assert.Null(await quiet.Get<IApprovalPages>().LinkForAsync(rotation.RotationId, gate, "alice", Stop));
    }

    private static async Task<string> RefusedAsync(WebApp app, string token)
    {
        LinkClaims claims = (await ReadAsync(app, token)).Claims!;
        using Visitor visitor = app.Visit();
        Visitor.Answer answer = await visitor.GetAsync($"{ApprovalLinks.PathOf(claims.RotationId, claims.GateId)}?link={token}");
        Assert.Equal(403, answer.Status);
        return answer.Body;
    }
}
