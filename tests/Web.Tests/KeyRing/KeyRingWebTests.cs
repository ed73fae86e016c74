using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.KeyRing;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.KeyRing;

/// <summary>The pages over keys in the vault, as on Functions.</summary>
public sealed class KeyRingWebTests : RingTest
{
    private const string Title = "Sign-in is not possible at the moment";

    [Fact]
    public async Task Who_signed_in_at_one_instance_is_signed_in_at_the_other_and_after_a_restart()
    {
        WebApp one = await StartAsync(more: Vault.AddTo);
        WebApp other = await StartBesideAsync(one);
        string cookie = await SignInAsync(one);
        Assert.Equal(200, await LookAsync(other, cookie));
        other = await CrashAsync(other);
        Assert.Equal(200, await LookAsync(other, cookie));
    }

    [Fact]
    public async Task A_form_of_one_instance_is_taken_by_the_other()
    {
        WebApp one = await StartAsync(more: Vault.AddTo);
        WebApp other = await StartAsync(more: Vault.AddTo);
        using Visitor visitor = one.Visit();
        Visitor.Answer form = await visitor.GetAsync("/sign-in");
        using Visitor elsewhere = other.Visit().With("Cookie", CookieOf(form));
        Dictionary<string, string> fields = new(form.Fields) { ["code"] = other.Key(WebRoles.Reader) };
        Assert.Equal(303, (await elsewhere.PostAsync("/sign-in", new FormUrlEncodedContent(fields))).Status);
    }

    [Fact]
    public async Task While_the_vault_is_down_signing_in_fails_with_a_message_and_afterwards_it_works()
    {
        Vault.BreakReadings(1);
        WebApp app = await StartAsync(more: Vault.AddTo);
        using Visitor visitor = app.Visit();
        Visitor.Answer page = await visitor.GetAsync("/sign-in");
        Assert.Equal((503, "text/html"), (page.Status, page.Type));
        Assert.Contains($"<h1>{Title}</h1>", page.Body, StringComparison.Ordinal);
        Assert.Contains(
            "The key vault holds the keys for sign-ins and forms and cannot be read now. Nothing was done",
            page.Body,
            StringComparison.Ordinal);
        Assert.Equal(VaultKeyRing.RestAfterFailure, page.Headers.RetryAfter!.Delta);

        app.Time.Advance(VaultKeyRing.RestAfterFailure);
        await visitor.SignInAsync(app.Key(WebRoles.Reader));
        Assert.Equal(200, (await visitor.GetAsync("/")).Status);
    }

    [Fact]
    public async Task While_it_is_down_a_form_and_a_cookie_are_answered_so_too_and_not_as_if_they_were_forged_or_over()
    {
        WebApp app = await StartAsync(more: Vault.AddTo);
        using Visitor visitor = app.Visit();
        Visitor.Answer form = await visitor.GetAsync("/sign-in");
        string cookie = await SignInAsync(app);
        Vault.BreakReadings(1);
        app = await CrashAsync(app); // a process that has not read the keys yet
        using Visitor back = app.Visit().With("Cookie", CookieOf(form));
        Dictionary<string, string> fields = new(form.Fields) { ["code"] = app.Key(WebRoles.Reader) };
        Visitor.Answer posted = await back.PostAsync("/sign-in", new FormUrlEncodedContent(fields));
        Assert.Equal(503, posted.Status);
        Assert.Contains(Title, posted.Body, StringComparison.Ordinal);
        using Visitor program = app.Visit().With("Cookie", cookie);
        Visitor.Answer api = await program.GetAsync("/api/rotations");
        Assert.Equal((503, "application/problem+json", "keys-unavailable"), (api.Status, api.Type, api.Json["code"]!.GetValue<string>()));
        Assert.DoesNotContain(await app.AuditAsync(RefusalAudit.Elsewhere), static entry => entry.Code == RefusalAudit.Code);
    }

    [Fact]
    public async Task While_it_is_down_an_API_key_works_and_a_forged_form_is_no_way_in()
    {
        Vault.BreakReadings(1);
        WebApp app = await StartAsync(more: Vault.AddTo);
        using Visitor program = app.Visit().Bearer(app.Key(WebRoles.Reader));
        Assert.Equal(200, (await program.GetAsync("/api/rotations")).Status);
        using Visitor forger = app.Visit();
        Assert.Equal(400, (await forger.PostAsync("/sign-in", new FormUrlEncodedContent([new("code", app.Key(WebRoles.Reader))]))).Status);
    }

    [Fact]
    public async Task A_link_is_answered_503_too_when_several_tries_found_no_vault()
    {
        WebApp app = await StartAsync(more: Vault.AddTo);
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        Uri link = await app.LinkAsync(rotation, gate, "alice");
        app = await CrashAsync(app);
        await Vault.GoDownAsync();
        using Visitor visitor = app.Visit();
        Visitor.Answer page = await visitor.GetAsync(link);
        Assert.Equal(503, page.Status);
        Assert.Contains("vault-unavailable", page.Body, StringComparison.Ordinal);
    }

    private static async Task<string> SignInAsync(WebApp app)
    {
        using Visitor visitor = app.Visit();
        Visitor.Answer form = await visitor.GetAsync("/sign-in");
        Dictionary<string, string> fields = new(form.Fields) { ["code"] = app.Key(WebRoles.Reader) };
        return CookieOf(await visitor.PostAsync("/sign-in", new FormUrlEncodedContent(fields)));
    }

    private static async Task<int> LookAsync(WebApp app, string cookie)
    {
        using Visitor visitor = app.Visit().With("Cookie", cookie);
        return (await visitor.GetAsync("/")).Status;
    }

    private static string CookieOf(Visitor.Answer answer) => Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
}
