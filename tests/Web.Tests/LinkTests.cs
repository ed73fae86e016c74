using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Configuration;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Tests.Builders;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>What a link is bound to, how long it lives, and the keys that sign it.</summary>
public sealed class LinkTests : WebTest
{
    private const string KeySecret = "approval-link-key";

    [Fact]
    public async Task A_link_says_for_whom_and_what_it_is()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();

        LinkVerdict verdict = await ReadAsync(app, token);

        Assert.True(verdict.IsValid);
        Assert.Equal(new LinkClaims(LinkPurpose.Page, rotation.RotationId, gate.GateId, gate.PlanHash, "alice", Some.Now.AddDays(7).ToUnixTimeSeconds()), verdict.Claims);
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
        Assert.Contains("too old", await RefusedAsync(app, token), StringComparison.Ordinal);
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

        await app.Get<GateLedger>().CloseAsync(rotation.RotationId, gate.GateId, GateOutcome.Approved, Stop);

        Assert.Equal(LinkStatus.Decided, (await ReadAsync(app, token)).Status);
        Assert.Contains("This question is decided", await RefusedAsync(app, token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_was_opened_before_the_gate_was_superseded_is_refused()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        using Visitor alice = app.Visit();
        Visitor.Answer late = await alice.DecideAsync(await app.LinkAsync(rotation, gate, "alice"), "Approve", _ =>
            app.Get<GateLedger>().CloseAsync(rotation.RotationId, gate.GateId, GateOutcome.Superseded, Stop).GetAwaiter().GetResult());

        Assert.Equal(403, late.Status);
        Assert.Contains("link-superseded", late.Body, StringComparison.Ordinal);
        Assert.Equal(LinkStatus.Superseded, (await ReadAsync(app, token)).Status);
        Assert.Empty(await app.VotesAsync(rotation, gate));
    }

    [Fact]
    public async Task The_key_is_made_once_and_the_next_process_uses_it()
    {
        (WebApp app, _, _, string token) = await CreateAsync();
        app = await CrashAsync(app);
        Assert.True((await ReadAsync(app, token)).IsValid);
        Assert.Single(app.Vault.VersionsOf(KeySecret));
    }

    [Fact]
    public async Task A_new_key_signs_new_links_while_those_of_the_one_before_still_count_and_those_of_an_older_one_do_not()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string first) = await CreateAsync();
        AddKey(app);
        app.Time.Advance(LinkKeys.CacheTime);
        string second = await TokenAsync(app, rotation, gate);
        Assert.True((await ReadAsync(app, first)).IsValid);
        Assert.NotEqual(LinkToken.KeyIdOf(first), LinkToken.KeyIdOf(second));

        AddKey(app);
        app.Time.Advance(LinkKeys.CacheTime);
        Assert.Equal(LinkStatus.KeyRetired, (await ReadAsync(app, first)).Status);
        Assert.True((await ReadAsync(app, second)).IsValid);
    }

    [Fact]
    public async Task A_key_that_was_disabled_signs_and_opens_nothing_any_more()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        AddKey(app);
        app.Vault.VersionsOf(KeySecret)[0].Enabled = false;
        app.Time.Advance(LinkKeys.CacheTime);
        Assert.Equal(LinkStatus.KeyRetired, (await ReadAsync(app, token)).Status);
        Assert.True((await ReadAsync(app, await TokenAsync(app, rotation, gate))).IsValid);
    }

    [Fact]
    public async Task Invented_key_ids_do_not_make_the_vault_busy()
    {
        (WebApp app, _, _, string token) = await CreateAsync();
        int before = app.Vault.Requests.Count;
        for (int number = 0; number < 50; number++)
        {
            await ReadAsync(app, $"1.{number:x32}{token[token.IndexOf('.', 2)..]}");
        }

        Assert.InRange(app.Vault.Requests.Count - before, 0, 3);
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
        Assert.Contains("try again in a few minutes", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_failures_of_one_address_are_not_even_looked_at_and_later_they_are()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        Uri link = await app.LinkAsync(rotation, gate, "alice");
        using Visitor visitor = app.Visit();
        for (int number = 0; number < FailureLimit.Allowed; number++)
        {
            Assert.Equal(403, (await visitor.GetAsync($"{link.AbsolutePath}?link={token[..^4]}AAAA")).Status);
        }

        Visitor.Answer limited = await visitor.GetAsync(link);
        Assert.Equal(429, limited.Status);
        Assert.Equal(600, limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        app.Time.Advance(FailureLimit.Window);
        Assert.Equal(200, (await visitor.GetAsync(link)).Status);
        Assert.Equal(RefusalAudit.MostOfOne, (await app.AuditAsync(rotation.RotationId)).Count(static entry => entry.Code == RefusalAudit.Code));
    }

    [Fact]
    public async Task The_limit_remembers_a_bounded_number_of_addresses_and_takes_a_network_of_IPv6_as_one()
    {
        WebApp app = await StartAsync();
        FailureLimit limit = app.Get<FailureLimit>();
        for (int number = 0; number < FailureLimit.MostAddresses + 100; number++)
        {
            limit.Count($"10.{number >> 16}.{(number >> 8) & 255}.{number & 255}");
        }

        Assert.Equal(FailureLimit.MostAddresses, limit.Addresses);
        for (int number = 0; number < FailureLimit.Allowed; number++)
        {
            limit.Count($"2001:db8:0:1::{number:x}");
        }

        Assert.NotNull(limit.WaitOf("2001:db8:0:1::ffff"));
        Assert.Null(limit.WaitOf("2001:db8:0:2::1"));
    }

    [Fact]
    public async Task Nobody_can_fill_the_ledger_with_refusals()
    {
        WebApp app = await StartAsync();
        RefusalAudit audit = app.Get<RefusalAudit>();
        for (int number = 0; number < RefusalAudit.Most + 200; number++)
        {
            await audit.AddAsync(null, "link-forged", new AuditEvent(default, RefusalAudit.Code, "nobody", "x") { Address = $"10.0.{number >> 8}.{number & 255}" }, Stop);
        }

        Assert.Equal(RefusalAudit.Most, (await app.AuditAsync(RefusalAudit.Elsewhere)).Count);
        app.Time.Advance(TimeSpan.FromHours(1));
        await audit.AddAsync(null, "link-forged", new AuditEvent(default, RefusalAudit.Code, "nobody", "x"), Stop);
        Assert.Contains(await app.AuditAsync(RefusalAudit.Elsewhere), static entry => entry.Detail.StartsWith("200 more were refused", StringComparison.Ordinal));
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

    private static void AddKey(WebApp app) => app.Vault.Add(KeySecret, Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));

    private async Task<(WebApp App, RotationRecord Rotation, GateRecord Gate, string Token)> CreateAsync()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        return (app, rotation, gate, await TokenAsync(app, rotation, gate));
    }

    private static async Task<string> TokenAsync(WebApp app, RotationRecord rotation, GateRecord gate) => (await app.LinkAsync(rotation, gate, "alice")).Query["?link=".Length..];

    private static Task<LinkVerdict> ReadAsync(WebApp app, string token) => app.Get<ApprovalLinks>().ReadAsync(token, Stop);

    private static async Task<string> RefusedAsync(WebApp app, string token)
    {
        LinkClaims claims = (await ReadAsync(app, token)).Claims!;
        using Visitor visitor = app.Visit();
        Visitor.Answer answer = await visitor.GetAsync($"{ApprovalLinks.PathOf(claims.RotationId, claims.GateId)}?link={token}");
        Assert.Equal(403, answer.Status);
        return answer.Body;
    }
}
