using System.Text;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Attacks;

/// <summary>With what somebody signed in with before, and with what ends it.</summary>
internal static class SessionAttacks
{
    private const string Revocations = "/api/sessions/revocations";

    public static IReadOnlyDictionary<string, AttackRow> Rows { get; } = new Dictionary<string, AttackRow>(StringComparer.Ordinal)
    {
        ["session: a cookie that was copied before the sign-out"] = new(401, "sign-in", static async a =>
        {
            string cookie = await CookieAsync(a, leaves: true);
            return await a.Visit().With("Cookie", cookie).GetAsync("/");
        }),
        ["session: a cookie that was copied before the browser signed in again"] = new(401, "sign-in", static async a =>
        {
            using Visitor browser = a.Visit();
            string cookie = await SignInAsync(a, browser);
            await SignInAsync(a, browser);
            return await a.Visit().With("Cookie", cookie).GetAsync("/api/rotations");
        }),
        ["session: a form with a cookie that was copied before the sign-out"] = new(401, "sign-in", static async a =>
        {
            string cookie = await CookieAsync(a, leaves: true);
            using Visitor thief = a.Visit();
            Dictionary<string, string> form = (await thief.GetAsync("/sign-in")).Fields; // a form of ours, for another address
            Assert.NotEmpty(form);
            return await a.Visit().With("Cookie", cookie).PostJsonAsync(a.Commands, new { command = "Abort" });
        }),
        ["session: an id in place of a cookie"] = new(401, "sign-in", static async a =>
        {
            await a.App.Get<SessionLedger>().StartAsync(new string('a', 32), SessionOf(a), default);
            return await a.Visit().With("Cookie", $"tenant-token-session={new string('a', 32)}").GetAsync("/");
        }),
        ["session: a cookie of the same browser, cut off"] = new(
            401,
            "sign-in",
            static async a => await a.Visit().With("Cookie", (await CookieAsync(a))[..^6]).GetAsync("/")),
        ["session: a cookie of another instance's keys"] = new(
            401,
            "sign-in",
            static async a => await a.Visit().With("Cookie", await OfFunctionsAsync(a)).GetAsync("/")),
        ["session: a token from before its person was revoked"] = new(401, "sign-in", static async a =>
        {
            string token = a.Entra.Person("walter", roles: "Approver Operator", issued: TenantTokens.Testing.Builders.Some.Now);
            await a.App.Get<RevocationLedger>().RevokeAsync("walter", null, new(default, "", "olga", ""), default);
            return await a.Visit().Bearer(token).PostJsonAsync(a.Commands, new { command = "Abort" });
        }),
        ["session: the same token under the person's id in other letters"] = new(401, "sign-in", static async a =>
        {
            string token = a.Entra.Person("wanda", roles: "Operator", oid: "ABCDEF", issued: TenantTokens.Testing.Builders.Some.Now);
            await a.App.Get<RevocationLedger>().RevokeAsync("abcdef", null, new(default, "", "olga", ""), default);
            return await a.Visit().Bearer(token).PostJsonAsync(a.Commands, new { command = "Abort" });
        }),
        ["session: a token that says that it was issued in a thousand years"] = new(401, "sign-in", static async a =>
        {
            await a.App.Get<RevocationLedger>().RevokeAsync("wendy", null, new(default, "", "olga", ""), default);
            return await a.Visit()
                .Bearer(a.Entra.Person("wendy", roles: "Operator", issued: TenantTokens.Testing.Builders.Some.Now.AddYears(1000)))
                .GetAsync("/api/rotations");
        }),
        ["session: nobody revokes a person"] = new(
            401,
            "sign-in",
            static a => a.Visit().PostJsonAsync(Revocations, new { person = "alice" })),
        ["session: a reader revokes a person"] = new(
            403,
            "not-allowed",
            static a => a.Key(WebRoles.Reader).PostJsonAsync(Revocations, new { person = "alice" })),
        ["session: an approver revokes another"] = new(
            403,
            "not-allowed",
            static a => a.Visit().Bearer(a.Entra.Person("bob")).PostJsonAsync(Revocations, new { person = "alice" })),
        ["session: a person whose name turns around"] = new(
            400,
            "person",
            static a => a.Key(WebRoles.Operator).PostJsonAsync(Revocations, new { person = "ali\u202Ece" })),
        ["session: a form sent to the revocations"] = new(
            415,
            "content-type",
            static a => a.Key(WebRoles.Operator).PostAsync(Revocations, new FormUrlEncodedContent([new("person", "alice")]))),

        ["form: a NUL in the comment"] = new(400, "form", static a => a.DecideAsync("alice", static form => form["comment"] = "a\0b")),
        ["form: a NUL in the name of a field"] = new(400, "form", static a => a.DecideAsync("alice", static form => form["a\0b"] = "x")),
        ["form: a NUL in the proof"] = new(400, "form", static a => a.DecideAsync("alice", static form => form["antiforgery"] = "\0")),
        ["form: a NUL in a sign-in"] = new(
            400,
            "form",
            static a => a.Visit().PostAsync("/sign-in", new StringContent("code=%00", Encoding.UTF8, "application/x-www-form-urlencoded"))),
        ["form: more fields than a form has"] = new(400, "form", static a => a.DecideAsync("alice", static form =>
        {
            for (int number = 0; number < 20; number++)
            {
                form[$"field-{number}"] = "x";
            }
        })),
        ["form: a name of a thousand characters"] = new(
            400,
            "form",
            static a => a.DecideAsync("alice", static form => form[new string('n', 1000)] = "x")),
    };

    private static Session SessionOf(Attack attack)
        => new(
            WebRoles.Emergency,
            attack.App.Get<ApiKeyFile>().IdOf(WebRoles.Emergency)!,
            WebApp.Holder,
            TenantTokens.Testing.Builders.Some.Now,
            TenantTokens.Testing.Builders.Some.Now.AddHours(12));

    private static async Task<string> CookieAsync(Attack attack, bool leaves = false)
    {
        using Visitor browser = attack.Visit();
        string cookie = await SignInAsync(attack, browser);
        if (leaves)
        {
            await TenantTokens.Web.Tests.Sessions.SessionTests.SignOutAsync(browser);
            await ForgetAsync(attack.App);
        }

        return cookie;
    }

    private static async Task<string> SignInAsync(Attack attack, Visitor browser)
    {
        string cookie = await TenantTokens.Web.Tests.Sessions.SessionTests.SignInAsync(attack.App, browser, WebRoles.Operator);
        await ForgetAsync(attack.App);
        return cookie;
    }

    // Signing in and out is no attack, and wakes whoever waits as every write does.
    private static async Task ForgetAsync(WebApp app)
    {
        await app.SettleAsync();
        app.Engine.Woken.Clear();
    }

    // Its row is in that app's ledger, and its seal is that app's.
    private static async Task<string> OfFunctionsAsync(Attack attack)
    {
        using Visitor browser = attack.Functions.Visit();
        string cookie = await TenantTokens.Web.Tests.Sessions.SessionTests.SignInAsync(attack.Functions, browser, WebRoles.Operator);
        await ForgetAsync(attack.Functions);
        return cookie;
    }
}
