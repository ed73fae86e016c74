using Microsoft.Playwright;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.RunCommand;
using TenantTokens.Testing.Builders;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>A test of the pages in a real browser, about a fleet of some dozens.</summary>
public abstract class BrowserTest : WebTest
{
    private protected async Task<(WebApp App, RotationRecord Rotation, GateRecord Gate)> AskAsync()
    {
        WebApp app = await StartAsync();
        TargetRecord[] fleet =
        [
            .. Enumerable.Range(10, 34).Select(static number => Some.Target($"app-{number}", TargetState.Rotated)),
            Some.Target("gate-01", TargetState.Rotated, TenantTokens.Machines.Component.ActiveGate),
            Some.Target("gate-02", TargetState.Rotated, TenantTokens.Machines.Component.ActiveGate),
            Some.Target("app-09", TargetState.AlreadyCurrent),
            Some.Target("vm-09", TargetState.Unreachable) with { Message = "The machine is deallocated." },
            Some.Target("orders-02", TargetState.Rotated) with { Stale = new StaleProcesses(3, ["java (4711)", "nginx (815)"]) },
            Some.Target("orphan-1", TargetState.Uncovered) with { Message = "Azure knows no machine of this agent." },
        ];
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync(more: fleet);
        return (app, rotation, gate);
    }

    private protected static async Task SignInAsync(WebApp app, IPage page, WebRoles role)
    {
        await page.GotoAsync(new Uri(app.Address, $"/sign-in?code={app.Get<SignInCodes>().Create(role)}").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        // waiting for the address misses a page that loads while it begins to wait
        await page.GetByRole(AriaRole.Heading, new() { Name = "Rotations", Exact = true }).WaitForAsync();
        Assert.Equal(app.Address.AbsoluteUri, page.Url);
    }
}
