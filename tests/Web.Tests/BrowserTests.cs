using System.Text.Json;
using Microsoft.Playwright;
using TenantTokens.Approvals;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.RunCommand;
using TenantTokens.Tests.Builders;
using TenantTokens.Tooling;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>The pages in a real browser.</summary>
public sealed class BrowserTests : WebTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_approver_opens_their_link_reads_the_page_and_approves_with_and_without_script(bool withScript)
    {
        (WebApp app, RotationRecord rotation, GateRecord gate) = await AskAsync();
        await using Chromium chromium = await Chromium.StartAsync();
        IPage page = await chromium.OpenAsync(withScript);
        List<string> elsewhere = [];
        page.Request += (_, request) => elsewhere.AddRange(request.Url.StartsWith(app.Address.AbsoluteUri, StringComparison.Ordinal) ? [] : [request.Url]);

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
        await using Chromium chromium = await Chromium.StartAsync();
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
        await using Chromium chromium = await Chromium.StartAsync();
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
        await using Chromium chromium = await Chromium.StartAsync();
        IPage page = await chromium.OpenAsync();
        await page.GotoAsync(new Uri(app.Address, $"/sign-in?code={app.Get<SignInCodes>().Create(WebRoles.Operator)}").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(app.Address.AbsoluteUri);
        await page.GotoAsync(new Uri(app.Address, $"/rotations/{rotation.RotationId}").AbsoluteUri);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Target" }).FillAsync("oneagent/web-03");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();

        await page.GetByRole(AriaRole.Status).WaitForAsync();
        RotationRecord after = await app.Get<RotationLedger>().GetAsync(rotation.RotationId, Stop);
        Assert.Equal((true, 0), (after.Paused, after.Commands));
    }

    [Theory]
    [InlineData("gate", false)]
    [InlineData("gate", true)]
    [InlineData("rotation", false)]
    [InlineData("list", true)]
    [InlineData("sign-in", false)]
    [InlineData("refused", true)]
    public async Task The_accessibility_checker_finds_no_serious_problem(string which, bool dark)
    {
        (WebApp app, RotationRecord rotation, GateRecord gate) = await AskAsync();
        await using Chromium chromium = await Chromium.StartAsync();
        IPage page = await chromium.OpenAsync(dark: dark);
        string code = app.Get<SignInCodes>().Create(WebRoles.Emergency);
        string signIn = new Uri(app.Address, $"/sign-in?code={code}").AbsoluteUri;
        if (which is "rotation" or "list")
        {
            await page.GotoAsync(signIn);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.WaitForURLAsync(app.Address.AbsoluteUri);
        }

        await page.GotoAsync(which switch
        {
            "gate" => (await app.LinkAsync(rotation, gate, "alice")).AbsoluteUri,
            "rotation" => new Uri(app.Address, $"/rotations/{rotation.RotationId}").AbsoluteUri,
            "list" => app.Address.AbsoluteUri,
            "sign-in" => signIn,
            _ => new Uri(app.Address, $"/rotations/{rotation.RotationId}/gates/{gate.GateId}?link=nothing").AbsoluteUri,
        });
        await TakePictureAsync(page, $"{which}{(dark ? "-dark" : "")}");

        string axe = await File.ReadAllTextAsync(await NodePackages.PathOfAsync("axe-core/axe.min.js", Stop), Stop);
        await page.EvaluateAsync(axe);
        JsonElement found = (await page.EvaluateAsync("async () => (await axe.run()).violations.map(v => ({ id: v.id, impact: v.impact, nodes: v.nodes.map(n => n.html).join() }))"))!.Value;
        Assert.Empty(found.EnumerateArray().Where(static violation => violation.GetProperty("impact").GetString() is "serious" or "critical").Select(static violation => violation.ToString()));
    }

    private async Task<(WebApp App, RotationRecord Rotation, GateRecord Gate)> AskAsync()
    {
        WebApp app = await StartAsync();
        TargetRecord[] fleet =
        [
            .. Enumerable.Range(10, 34).Select(static number => Some.Target($"app-{number}", TargetState.Rotated)),
            Some.Target("gate-01", TargetState.Rotated, Fleet.Component.ActiveGate),
            Some.Target("gate-02", TargetState.Rotated, Fleet.Component.ActiveGate),
            Some.Target("app-09", TargetState.AlreadyCurrent),
            Some.Target("vm-09", TargetState.Unreachable) with { Message = "The machine is deallocated." },
            Some.Target("orders-02", TargetState.Rotated) with { Stale = new StaleProcesses(3, ["java (4711)", "nginx (815)"]) },
            Some.Target("orphan-1", TargetState.Uncovered) with { Message = "Azure knows no machine of this agent." },
        ];
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync(more: fleet);
        return (app, rotation, gate);
    }

    /// <summary>Only when somebody wants to look: a picture of the approval page belongs to the README.</summary>
    private static async Task TakePictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("TENANT_TOKEN_SCREENSHOTS") is not { Length: > 0 } wanted)
        {
            return;
        }

        string folder = Path.Combine(Repository.Root, "docs", "images");
        await page.ScreenshotAsync(new() { Path = name is "gate" ? Path.Combine(folder, "approval.png") : Path.Combine(wanted, $"{name}.png"), FullPage = true });
    }
}
