using Microsoft.Playwright;
using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>The pages in a real browser.</summary>
public sealed class BrowserTests(Chromium chromium) : BrowserTest, IClassFixture<Chromium>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_approver_opens_their_link_reads_the_page_and_approves_with_and_without_script(bool withScript)
    {
        (WebApp app, RotationRecord rotation, GateRecord gate) = await AskAsync();
        IPage page = await chromium.OpenAsync(withScript);
        List<string> elsewhere = [];
        page.Request += (_, request) => elsewhere.AddRange(
            request.Url.StartsWith(app.Address.AbsoluteUri, StringComparison.Ordinal) ? [] : [request.Url]);

        await page.GotoAsync((await app.LinkAsync(rotation, gate, "alice")).AbsoluteUri);
        Assert.Equal("May the old token die?", await page.Locator("h1").InnerTextAsync());
        Assert.Contains("oneagent/web-03", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(withScript, await page.Locator(".local").CountAsync() > 0);
        await page.GetByLabel("Comment").FillAsync("web-03 is being replaced");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        Assert.Contains("Recorded.", await page.GetByRole(AriaRole.Status).InnerTextAsync(), StringComparison.Ordinal);
        Vote vote = Assert.Single(await app.VotesAsync(rotation, gate));
        Assert.Equal(("alice", GateChoice.Approve, "web-03 is being replaced"), (vote.By, vote.Choice, vote.Comment));
        Assert.Empty(elsewhere);
    }

    [Fact]
    public async Task A_browser_that_only_fetches_the_link_decides_nothing()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate) = await AskAsync();
        IPage page = await chromium.OpenAsync();
        string link = (await app.LinkAsync(rotation, gate, "alice")).AbsoluteUri;
        for (int time = 0; time < 3; time++)
        {
            await page.GotoAsync(link);
        }

        Assert.Empty(await app.VotesAsync(rotation, gate));
        using Visitor alice = app.Visit();
        Assert.Equal(200, (await alice.DecideAsync(new Uri(link), "Approve")).Status);
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate) = await AskAsync();
        IPage page = await chromium.OpenAsync();
        await page.GotoAsync((await app.LinkAsync(rotation, gate, "bob")).AbsoluteUri);
        await page.GetByLabel("Comment").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await page.GetByRole(AriaRole.Status).WaitForAsync();
        Assert.Equal(GateChoice.Hold, Assert.Single(await app.VotesAsync(rotation, gate)).Choice);
    }

    [Fact]
    public async Task Enter_in_the_field_of_a_target_gives_no_command_and_the_button_does()
    {
        (WebApp app, RotationRecord rotation, _) = await AskAsync();
        IPage page = await chromium.OpenAsync();
        await SignInAsync(app, page, WebRoles.Operator);
        await page.GotoAsync(new Uri(app.Address, $"/rotations/{rotation.RotationId}").AbsoluteUri);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Target" }).FillAsync("oneagent/web-03");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();

        await page.GetByRole(AriaRole.Status).WaitForAsync();
        RotationRecord after = await app.Get<RotationLedger>().GetAsync(rotation.RotationId, Stop);
        Assert.Equal((true, 0), (after.Paused, after.Commands));
    }
}
