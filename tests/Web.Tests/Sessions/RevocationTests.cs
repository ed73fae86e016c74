using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Values;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Sessions;

/// <summary>What a person got before they were revoked counts no more, at once; what they get afterwards does.</summary>
public sealed class RevocationTests : WebTest
{
    private const string Revocations = "/api/sessions/revocations";

    [Theory]
    [InlineData("alice", "their name")]
    [InlineData(" ALICE ", "their name in other letters")]
    [InlineData("oid-of-alice", "give an object id")]
    public async Task A_token_that_was_issued_before_counts_no_more_and_a_newer_one_does(string person, string why)
    {
        WebApp app = await StartAsync(entra: true);
        TestAuthority entra = await AuthorityAsync();
        string old = entra.Person("alice", roles: "Reader", issued: Some.Now);
        Assert.Equal(200, await AskAsync(app, old));

        await RevokeAsync(app, person);

        Assert.True(await AskAsync(app, old) is 401, why);
        Assert.Equal(200, await AskAsync(app, entra.Person("alice", roles: "Reader", issued: Some.Now.AddSeconds(1))));
        Assert.Equal(200, await AskAsync(app, entra.Person("bob", roles: "Reader", issued: Some.Now)));
    }

    [Fact]
    public async Task A_token_as_the_platforms_sign_in_sends_it_counts_no_more_either_and_the_page_says_what_to_do()
    {
        WebApp app = await StartAsync(entra: true);
        await RevokeAsync(app, "alice");
        using Visitor alice = app.Visit()
            .With("X-MS-TOKEN-AAD-ID-TOKEN", (await AuthorityAsync()).Person("alice", roles: "Reader", issued: Some.Now));
        Visitor.Answer page = await alice.GetAsync("/");
        Assert.Equal(401, page.Status);
        Assert.Contains(
            "The sign-in of alice was revoked. Sign out, then sign in again.",
            WebUtility.HtmlDecode(page.Body),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_does_not_say_when_it_was_issued_counts_for_those_alone_who_were_never_revoked()
    {
        WebApp app = await StartAsync(entra: true);
        TestAuthority entra = await AuthorityAsync();
        await RevokeAsync(app, "alice");
        Assert.Equal(
            (401, 200),
            (await AskAsync(app, entra.Person("alice", roles: "Reader")), await AskAsync(app, entra.Person("bob", roles: "Reader"))));
    }

    [Fact]
    public async Task An_application_is_revoked_by_its_id()
    {
        WebApp app = await StartAsync(entra: true);
        TestAuthority entra = await AuthorityAsync();
        string token = entra.Application("44444444-4444-4444-4444-444444444444", "Reader");
        Assert.Equal(200, await AskAsync(app, token));
        await RevokeAsync(app, "44444444-4444-4444-4444-444444444444");
        Assert.Equal(401, await AskAsync(app, token));
    }

    [Fact]
    public async Task A_link_that_was_made_before_counts_no_more_and_the_next_one_does()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        Uri old = await app.LinkAsync(rotation, gate, "alice");
        Uri bobs = await app.LinkAsync(rotation, gate, "bob");
        await RevokeAsync(app, "alice");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        using Visitor visitor = app.Visit();
        Visitor.Answer refused = await visitor.GetAsync(old);
        Assert.Equal(403, refused.Status);
        Assert.Contains("link-revoked", refused.Body, StringComparison.Ordinal);
        Assert.Equal(
            (200, 200),
            ((await visitor.GetAsync(await app.LinkAsync(rotation, gate, "alice"))).Status, (await visitor.GetAsync(bobs)).Status));
    }

    [Theory]
    [InlineData("api-key:operator")]
    [InlineData(WebApp.Holder)]
    public async Task Sessions_of_a_role_or_of_the_holder_of_the_keys_end_and_a_new_one_counts(string person)
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        string cookie = await SessionTests.SignInAsync(app, browser, WebRoles.Operator);
        await RevokeAsync(app, person);
        Assert.Equal(401, await SessionTests.LookAsync(app, cookie));
        using Visitor again = app.Visit();
        Assert.Equal(200, await SessionTests.LookAsync(app, await SessionTests.SignInAsync(app, again, WebRoles.Operator)));
    }

    [Fact]
    public async Task Sessions_of_another_role_go_on()
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        string cookie = await SessionTests.SignInAsync(app, browser, WebRoles.Reader);
        await RevokeAsync(app, "api-key:operator");
        Assert.Equal(200, await SessionTests.LookAsync(app, cookie));
    }

    [Fact]
    public async Task It_is_for_operators_says_what_it_did_and_is_audited_with_who_and_why()
    {
        WebApp app = await StartAsync();
        using Visitor nobody = app.Visit();
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Reader));
        Assert.Equal(
            (401, 403),
            ((await nobody.PostJsonAsync(Revocations, new { person = "alice" })).Status, (await reader.PostJsonAsync(
                Revocations,
                new { person = "alice" })).Status));

        await RevokeAsync(app, "alice", "the laptop is lost");

        AuditEvent line = Assert.Single(
            await app.AuditAsync(RefusalAudit.Elsewhere),
            static entry => entry.Code == RevocationLedger.AuditCode);
        Assert.Equal(("api-key:operator", "key", "127.0.0.1"), (line.By, line.Via, line.Address));
        Assert.Equal(
            "Sessions (0 ended), tokens and links that alice got before 2026-03-01 12:00:01 UTC are no longer valid. Why: the laptop is"
                + " lost",
            line.Detail);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("al\u0000ice")]
    public async Task Without_a_name_that_can_be_one_nothing_is_revoked(string? person)
    {
        WebApp app = await StartAsync();
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Operator));
        Visitor.Answer answer = await key.PostJsonAsync(Revocations, new { person });
        Assert.Equal((400, "person"), (answer.Status, answer.Json["code"]!.GetValue<string>()));
        Assert.DoesNotContain(await app.AuditAsync(RefusalAudit.Elsewhere), static entry => entry.Code == RevocationLedger.AuditCode);
    }

    [Fact]
    public async Task Many_people_fit_and_who_was_revoked_long_ago_makes_room()
    {
        WebApp app = await StartAsync();
        RevocationLedger ledger = app.Get<RevocationLedger>();
        AuditEvent origin = new(default, RevocationLedger.AuditCode, "olga", "");
        int people = 0;
        while ((await ledger.RevokeAsync($"{people:D4}-{new string('ä', PersonName.MaxLength - 5)}", null, origin, Stop)).Accepted)
        {
            people++;
        }

        Assert.InRange(people, 45, 1000); // names as long as they may be, in letters that take the most room
        app.Time.Advance(RevocationLedger.KeptFor + TimeSpan.FromSeconds(2));
        Assert.True((await ledger.RevokeAsync("alice", null, origin, Stop)).Accepted);
    }

    [Fact]
    public async Task A_request_reads_one_row_more_of_the_ledger_for_it_and_asks_no_vault()
    {
        WatchedStore? store = null;
        WebApp app = await StartAsync(entra: true, more: services =>
        {
            services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
            store = WatchedStore.AddTo(services);
        });
        await RevokeAsync(app, "alice");
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Reader));
        using Visitor token = app.Visit().Bearer((await AuthorityAsync()).Person("bob", roles: "Reader", issued: Some.Now));
        using Visitor browser = app.Visit();
        await SessionTests.SignInAsync(app, browser, WebRoles.Reader);
        int calls = app.Vault.Requests.Count;

        (int ofKey, int ofToken, int ofSession) = (
            await CountAsync(app, store!, key),
            await CountAsync(app, store!, token),
            await CountAsync(
                app,
                store!,
                browser));

        Assert.Equal((ofKey + 1, ofKey + 1), (ofToken, ofSession));
        Assert.Equal(calls, app.Vault.Requests.Count);
    }

    private static async Task<int> CountAsync(WebApp app, WatchedStore store, Visitor visitor)
    {
        await app.SettleAsync();
        int before = store.Reads;
        Assert.Equal(200, (await visitor.GetAsync("/api/rotations")).Status);
        await app.SettleAsync();
        return store.Reads - before;
    }

    private static async Task RevokeAsync(WebApp app, string person, string? reason = null)
    {
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Operator));
        Visitor.Answer answer = await key.PostJsonAsync(Revocations, new { person, reason });
        Assert.True(answer.Status is 200, answer.Body);
        await app.SettleAsync();
    }

    private static async Task<int> AskAsync(WebApp app, string token)
    {
        using Visitor visitor = app.Visit().Bearer(token);
        return (await visitor.GetAsync("/api/rotations")).Status;
    }
}
