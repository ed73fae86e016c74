using Microsoft.Playwright;
using TenantTokens.Tooling;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>
/// A real browser without a screen: the installed Chromium, started when the first test of a class wants a page. Nothing is downloaded.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private IPlaywright? _driver;
    private IBrowser? _browser;

    /// <summary>A page of a browser that has seen nothing before.</summary>
    /// <param name="withScript">Whether it runs scripts.</param>
    /// <param name="dark">Whether its user likes dark pages.</param>
    /// <param name="width">How wide its window is, in pixels.</param>
    internal async Task<IPage> OpenAsync(bool withScript = true, bool dark = false, int width = 1100)
    {
        IBrowser browser = _browser ??= await StartAsync();
        IBrowserContext context = await browser.NewContextAsync(new()
        {
            JavaScriptEnabled = withScript,
            BypassCSP = false,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _driver?.Dispose();
    }

    private async Task<IBrowser> StartAsync()
    {
        string program = ExternalTool.Require("the Debian package chromium", "chromium");
        _driver = await Playwright.CreateAsync();
        return await _driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args =
            [
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        });
    }
}
