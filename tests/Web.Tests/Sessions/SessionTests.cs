using System.Text.Json;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Sessions;

/// <summary>How long a browser that signed in stays signed in, whoever has its cookie.</summary>
public sealed class SessionTests : WebTest
{
    [Fact]
    public async Task A_cookie_that_was_copied_ends_with_the_sign_out_of_its_browser_and_not_before()
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        string cookie = await SignInAsync(app, browser, WebRoles.Operator);
        Assert.Equal(200, await LookAsync(app, cookie));

        await SignOutAsync(browser);

        Assert.Equal(401, await LookAsync(app, cookie));
    }

    [Fact]
    public async Task A_sign_out_ends_one_session_and_no_other()
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        using Visitor other = app.Visit();
        await SignInAsync(app, browser, WebRoles.Operator);
        string stays = await SignInAsync(app, other, WebRoles.Operator);
        await SignOutAsync(browser);
        Assert.Equal(200, await LookAsync(app, stays));
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_that_the_browser_had()
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        string first = await SignInAsync(app, browser, WebRoles.Operator);
        string second = await SignInAsync(app, browser, WebRoles.Reader);
        Assert.Equal((401, 200), (await LookAsync(app, first), await LookAsync(app, second)));
    }

    [Theory]
    [InlineData(WebRoles.Operator)]
    [InlineData(WebRoles.Emergency)]
    public async Task A_session_ends_when_its_key_is_taken_out_of_the_file_and_those_of_other_keys_go_on(WebRoles role)
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        using Visitor other = app.Visit();
        string ends = await SignInAsync(app, browser, role);
        string stays = await SignInAsync(app, other, WebRoles.Reader);

        ChangeKeys(app, keys => keys.Remove(NameOf(role)));

        Assert.Equal((401, 200), (await LookAsync(app, ends), await LookAsync(app, stays)));
    }

    [Fact]
    public async Task A_session_that_a_code_began_ends_with_the_key_of_its_role_too()
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        await browser.SignInAsync(app.Get<SignInCodes>().Create(WebRoles.Operator));
        Assert.Equal(200, (await browser.GetAsync("/")).Status);
        ChangeKeys(app, static keys => keys[NameOf(WebRoles.Operator)] = ApiKeyFile.Prefix + new string('n', 43));
        Assert.Equal(401, (await browser.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_session_ends_when_its_key_gets_another_role()
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        string cookie = await SignInAsync(app, browser, WebRoles.Emergency);
        ChangeKeys(app, static keys => (keys["reader"], keys["emergency"]) = (keys["emergency"], keys["reader"]));
        Assert.Equal(401, await LookAsync(app, cookie));
    }

    [Fact]
    public async Task Without_the_key_file_neither_a_session_nor_a_key_counts()
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        using Visitor program = app.Visit().Bearer(app.Key(WebRoles.Reader));
        string cookie = await SignInAsync(app, browser, WebRoles.Operator);
        File.Delete(app.KeyFile);
        Assert.Equal((401, 401), (await LookAsync(app, cookie), (await program.GetAsync("/api/rotations")).Status));
    }

    [Fact]
    public async Task A_key_file_that_others_may_use_counts_no_more_until_they_may_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        string cookie = await SignInAsync(app, browser, WebRoles.Operator);
        SetMode(app.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Equal(401, await LookAsync(app, cookie));
        SetMode(app.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(200, await LookAsync(app, cookie));
    }

    [Fact]
    public async Task A_session_ends_after_its_time()
    {
        WebApp app = await StartAsync();
        using Visitor browser = app.Visit();
        string cookie = await SignInAsync(app, browser, WebRoles.Operator);
        app.Time.Advance(ApiKeyIdentity.SessionTime - TimeSpan.FromSeconds(1));
        Assert.Equal(200, await LookAsync(app, cookie));
        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await LookAsync(app, cookie));
    }

    internal static async Task<string> SignInAsync(WebApp app, Visitor browser, WebRoles role)
    {
        Visitor.Answer form = await browser.GetAsync("/sign-in");
        Dictionary<string, string> fields = new(form.Fields) { ["code"] = app.Key(role) };
        Visitor.Answer sent = await browser.PostAsync("/sign-in", new FormUrlEncodedContent(fields));
        Assert.Equal(303, sent.Status);
        return Assert.Single(sent.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    internal static async Task SignOutAsync(Visitor browser)
    {
        Visitor.Answer form = await browser.GetAsync("/sign-out");
        Assert.Equal(303, (await browser.PostAsync("/sign-out", new FormUrlEncodedContent(form.Fields))).Status);
    }

    internal static async Task<int> LookAsync(WebApp app, string cookie)
    {
        using Visitor visitor = app.Visit().With("Cookie", cookie);
        return (await visitor.GetAsync("/api/rotations")).Status;
    }

    private static string NameOf(WebRoles role) => role.ToString().ToLowerInvariant();

    private static void ChangeKeys(WebApp app, Action<Dictionary<string, string>> change)
    {
        Dictionary<string, string> keys = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(app.KeyFile))!;
        change(keys);
        File.WriteAllText(app.KeyFile, JsonSerializer.Serialize(keys));
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
