using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>Who is signed in sees it on every page, and gets out again.</summary>
public sealed class SignOutTests : WebTest
{
    [Fact]
    public async Task Signing_out_takes_the_cookie_and_is_audited()
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        await browser.SignInAsync(app.Get<SignInCodes>().Create(WebRoles.Operator));
        Assert.Contains(
            """<p class="account">api-key:operator <a href="/sign-out">Sign out</a></p>""",
            (await browser.GetAsync("/")).Body,
            StringComparison.Ordinal);

        Visitor.Answer form = await browser.GetAsync("/sign-out");
        Visitor.Answer sent = await browser.PostAsync("/sign-out", new FormUrlEncodedContent(form.Fields));
        Visitor.Answer after = await browser.GetAsync("/sign-out");

        Assert.Equal((303, "/sign-out"), (sent.Status, sent.Headers.Location!.OriginalString));
        Assert.Equal(401, (await browser.GetAsync("/")).Status);
        Assert.Contains("You are signed out", after.Body, StringComparison.Ordinal);
        Assert.Contains("""<a class="button" href="/sign-in">Sign in again</a>""", after.Body, StringComparison.Ordinal);
        Assert.Contains(
            await app.AuditAsync(RefusalAudit.Elsewhere),
            static entry => entry is { Code: "signed-out", By: "api-key:operator", Via: "key", Address: "127.0.0.1" });
    }

    [Fact]
    public async Task Opening_the_address_or_sending_another_sites_form_signs_nobody_out()
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        await browser.SignInAsync(app.Get<SignInCodes>().Create(WebRoles.Reader));

        Assert.Equal(401, (await app.Visit().GetAsync("/")).Status); // who is not signed in sees nothing
        Assert.Equal(200, (await browser.GetAsync("/sign-out")).Status);
        Assert.Equal(400, (await browser.PostAsync("/sign-out", new FormUrlEncodedContent([]))).Status);
        Assert.Equal(200, (await browser.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Whoever_signed_in_with_Entra_is_led_to_the_platforms_own_sign_out()
    {
        WebApp app = await StartAsync(entra: true);
        using Visitor alice = app.Visit().Bearer((await AuthorityAsync()).Person("alice", roles: "Reader"));
        Assert.Contains(
            """<p class="account">alice <a href="/.auth/logout">Sign out</a></p>""",
            (await alice.GetAsync("/")).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_came_with_a_link_is_not_signed_in_and_sees_no_way_out()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        using Visitor alice = app.Visit();

        Visitor.Answer shown = await alice.GetAsync(await app.LinkAsync(rotation, gate, "alice"));

        Assert.Equal((200, true), (shown.Status, shown.Fields.ContainsKey("link"))); // the page with her form, not a refusal
        Assert.DoesNotContain("""<p class="account">""", shown.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("sign-out", shown.Body, StringComparison.Ordinal);
    }
}
