using Microsoft.Playwright;
using TenantTokens.Tooling;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>A real browser without a screen: the installed Chromium. Nothing is downloaded.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright _driver;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright driver, IBrowser browser) => (_driver, _browser) = (driver, browser);

    public static async Task<Chromium> StartAsync()
    {
        string program = ExternalTool.Require("the Debian package chromium", "chromium");
        IPlaywright driver = await Playwright.CreateAsync();
        IBrowser browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return new(driver, browser);
    }

    /// <summary>A page of a browser that has seen nothing before.</summary>
    /// <param name="withScript">Whether it runs scripts.</param>
    /// <param name="dark">Whether its user likes dark pages.</param>
    public async Task<IPage> OpenAsync(bool withScript = true, bool dark = false)
    {
        IBrowserContext context = await _browser.NewContextAsync(new()
        {
            JavaScriptEnabled = withScript,
            BypassCSP = false,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = 1100, Height = 900 },
        });
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _driver.Dispose();
    }
}
