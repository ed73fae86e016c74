using System.Text.Json;
using Microsoft.Playwright;
using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Tooling;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>Every page, looked at by axe-core.</summary>
public sealed class AccessibilityTests(Chromium chromium) : BrowserTest, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("gate", false)]
    [InlineData("gate", true)]
    [InlineData("gate", false, 390)]
    [InlineData("overdue", false)]
    [InlineData("recorded", false)]
    [InlineData("rotation", false)]
    [InlineData("list", true)]
    [InlineData("sign-in", false)]
    [InlineData("signed-out", true)]
    [InlineData("refused", false)]
    [InlineData("nobody", false)]
    public async Task The_accessibility_checker_finds_no_serious_problem(string which, bool dark, int width = 1100)
    {
        IPage page = await chromium.OpenAsync(dark: dark, width: width);
        await ShowAsync(page, which);
        await TakePictureAsync(page, $"{which}{(dark ? "-dark" : "")}{(width < 1000 ? "-narrow" : "")}");

        string axe = await File.ReadAllTextAsync(await NodePackages.PathOfAsync("axe-core/axe.min.js", Stop), Stop);
        await page.EvaluateAsync(axe);
        JsonElement found = (await page.EvaluateAsync("async () => (await axe.run()).violations"
            + ".map(v => ({ id: v.id, impact: v.impact, nodes: v.nodes.map(n => n.html).join() }))"))!.Value;
        Assert.Empty(found.EnumerateArray()
            .Where(static violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(static violation => violation.ToString()));
        Assert.False(
            await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"),
            "The page is wider than its window.");
    }

    private async Task ShowAsync(IPage page, string which)
    {
        (WebApp app, RotationRecord rotation, GateRecord gate) = await AskAsync();
        string link = (await app.LinkAsync(rotation, gate, "alice")).AbsoluteUri;
        if (which is "rotation" or "list")
        {
            await SignInAsync(app, page, WebRoles.Emergency);
        }

        if (which is "overdue")
        {
            app.Time.Advance(gate.Deadline!.Value - gate.OpenedAt);
        }

        await page.GotoAsync(which switch
        {
            "gate" or "overdue" or "recorded" => link,
            "rotation" => new Uri(app.Address, $"/rotations/{rotation.RotationId}").AbsoluteUri,
            "list" or "nobody" => app.Address.AbsoluteUri,
            "sign-in" => new Uri(app.Address, "/sign-in").AbsoluteUri,
            "signed-out" => new Uri(app.Address, "/sign-out").AbsoluteUri,
            _ => $"{link}x",
        });
        if (which is "recorded")
        {
            await page.GetByLabel("Comment").FillAsync("web-03 is being replaced");
            await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
            await page.GetByRole(AriaRole.Status).WaitForAsync();
        }
    }

    /// <summary>Only when somebody wants to look: a picture of the approval page belongs to the README.</summary>
    private static async Task TakePictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("TENANT_TOKEN_SCREENSHOTS") is not { Length: > 0 } wanted)
        {
            return;
        }

        string folder = Path.Combine(Repository.Root, "docs", "images");
        await page.ScreenshotAsync(
            new() { Path = name is "gate" ? Path.Combine(folder, "approval.png") : Path.Combine(wanted, $"{name}.png"), FullPage = true });
    }
}
