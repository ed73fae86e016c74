using System.Text;
using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Configuration;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;
using Answer = TenantTokens.Web.Tests.Infrastructure.Visitor.Answer;
using Try = System.Func<TenantTokens.Web.Tests.Attack, System.Threading.Tasks.Task<TenantTokens.Web.Tests.Infrastructure.Visitor.Answer>>;

namespace TenantTokens.Web.Tests;

/// <summary>What was tried, what it is answered. Nothing gets through: no vote, no command, no rotation. Each answer says what to do, and each try leaves a line.</summary>
public sealed class AttackTests : WebTest
{
    private static readonly Dictionary<string, (int Status, string Code, Try Try)> _table = new(StringComparer.Ordinal)
    {
        // Links
        ["link: the first character of the signature changed"] = (403, "link-forged", static a => UseAsync(a, a.TokenAsync("alice"), static token => Flip(token, token.LastIndexOf('.') + 1))),
        ["link: the last character of the signature changed"] = (403, "link-forged", static a => UseAsync(a, a.TokenAsync("alice"), static token => Flip(token, token.Length - 1))),
        ["link: a character of what it is bound to changed"] = (403, "link-forged", static a => UseAsync(a, a.TokenAsync("alice"), static token => Flip(token, token.IndexOf('.', 2) + 20))),
        ["link: another recipient written into it"] = (403, "link-forged", static a => UseAsync(a, a.TokenAsync("alice"), static token => Rewrite(token, "alice", "carol"))),
        ["link: another expiry written into it"] = (403, "link-forged", static a => UseAsync(a, a.TokenAsync("alice"), static token => Rewrite(token, "\"expiresAt\":1", "\"expiresAt\":9"))),
        ["link: the signature left out"] = (403, "link-forged", static a => UseAsync(a, a.TokenAsync("alice"), static token => token[..(token.LastIndexOf('.') + 1)])),
        ["link: cut off by a mail program"] = (403, "link-forged", static a => UseAsync(a, a.TokenAsync("alice"), static token => token[..^9])),
        ["link: a key id that was never ours"] = (403, "link-key-retired", static a => UseAsync(a, a.TokenAsync("alice"), static token => $"1.{new string('f', 32)}{token[token.IndexOf('.', 2)..]}")),
        ["link: something that is no token"] = (403, "link-forged", static a => UseAsync(a, Task.FromResult("<script>alert(1)</script>"), static token => token)),
        ["link: ten thousand characters"] = (403, "link-forged", static a => UseAsync(a, Task.FromResult(new string('a', 4000)), static token => token)),
        ["link: for another rotation"] = (403, "link-other-gate", static async a => await UseAsync(a, Task.FromResult((await a.App.LinkAsync(a.Other, a.OtherGate, "alice")).Query["?link=".Length..]), static token => token)),
        ["link: for another gate of the rotation"] = (403, "link-other-gate", static async a => await UseAsync(a, a.TokenAsync("alice"), static token => token, a.Path.Replace("finish-1", "finish-2", StringComparison.Ordinal))),
        ["link: the address of a callback used as a page's"] = (403, "link-forged", static async a => await UseAsync(a, Task.FromResult((await CallbackAsync(a, "alice")).Query["?link=".Length..]), static token => token)),
        ["link: made for the requester"] = (403, "link-not-approver", static a => UseAsync(a, a.TokenAsync("rachel"), static token => token)),
        ["link: made for the requester in other letters"] = (403, "link-not-approver", static a => UseAsync(a, a.TokenAsync(" RACHEL"), static token => token)),
        ["link: made for somebody who is no approver"] = (403, "link-not-approver", static a => UseAsync(a, a.TokenAsync("mallory"), static token => token)),
        ["link: forwarded to somebody else who is signed in"] = (403, "link-somebody-else", static async a => await FunctionsAsync(a, v => v.Bearer(a.Entra.Person("bob")))),
        ["link: forwarded to the requester who is signed in"] = (403, "link-somebody-else", static async a => await FunctionsAsync(a, v => v.Bearer(a.Entra.Person("rachel")))),
        ["link: forwarded to somebody who is not signed in"] = (401, "sign-in", static async a => await FunctionsAsync(a, static v => v.With("X-MS-CLIENT-PRINCIPAL", Principal("alice")))),

        // Votes
        ["vote: the plan of yesterday"] = (409, "vote-refused", static a => DecideAsync(a, "alice", static form => form["planHash"] = "fedcba9876543210")),
        ["vote: no plan at all"] = (400, "plan-hash", static a => DecideAsync(a, "alice", static form => form.Remove("planHash"))),
        ["vote: a choice that this gate does not have"] = (400, "choice", static a => DecideAsync(a, "alice", static form => form["choice"] = "GoForward")),
        ["vote: a choice by its number"] = (400, "choice", static a => DecideAsync(a, "alice", static form => form["choice"] = "0")),
        ["vote: a comment of sixteen thousand characters"] = (400, "comment", static a => DecideAsync(a, "alice", static form => form["comment"] = new string('a', 16000))),

        // Forms of other sites
        ["csrf: no proof in the form"] = (400, "antiforgery", static a => DecideAsync(a, "alice", static form => form.Remove("antiforgery"))),
        ["csrf: an invented proof"] = (400, "antiforgery", static a => DecideAsync(a, "alice", static form => form["antiforgery"] = "CfDJ8AAAA")),
        ["csrf: the proof of another browser"] = (400, "antiforgery", static async a =>
        {
            using Visitor other = a.Visit();
            string proof = (await other.GetAsync(await a.LinkAsync("bob"))).Fields["antiforgery"];
            return await DecideAsync(a, "alice", form => form["antiforgery"] = proof);
        }),
        ["csrf: the proof of another gate"] = (400, "antiforgery", static async a =>
        {
            using Visitor alice = a.Visit();
            string proof = (await alice.GetAsync(await a.App.LinkAsync(a.Other, a.OtherGate, "alice"))).Fields["antiforgery"];
            return await alice.DecideAsync(await a.LinkAsync("alice"), "Approve", form => form["antiforgery"] = proof);
        }),
        ["csrf: a form that a browser says is from another site"] = (403, "cross-site", static async a =>
        {
            using Visitor alice = a.Visit();
            Dictionary<string, string> form = (await alice.GetAsync(await a.LinkAsync("alice"))).Fields;
            form["choice"] = "Approve";
            return await alice.With("Sec-Fetch-Site", "cross-site").PostAsync(a.Path, new FormUrlEncodedContent(form));
        }),
        ["csrf: a form sent to the API"] = (415, "content-type", static a => Key(a, WebRoles.Emergency).PostAsync("/api/rotations", new FormUrlEncodedContent([new("emergency", "true")]))),
        ["csrf: text that looks like JSON sent to the API"] = (415, "content-type", static a => Key(a, WebRoles.Emergency).PostAsync(a.Commands, new StringContent("{\"command\":\"Abort\"}", Encoding.UTF8, "text/plain"))),

        // Who is it
        ["identity: nobody reads the list"] = (401, "sign-in", static a => a.Visit().GetAsync("/api/rotations")),
        ["identity: the platform's header forged, without a token"] = (401, "sign-in", static a => a.Visit().With("X-MS-CLIENT-PRINCIPAL", Principal("alice")).PostJsonAsync(a.Decisions, a.Decision)),
        ["identity: the header forged, with an empty token"] = (401, "sign-in", static a => a.Visit().With("X-MS-CLIENT-PRINCIPAL", Principal("alice")).With("X-MS-TOKEN-AAD-ID-TOKEN", "").PostJsonAsync(a.Decisions, a.Decision)),
        ["identity: the header forged, beside a true token of somebody else"] = (403, "not-an-approver", static a => a.Visit().With("X-MS-CLIENT-PRINCIPAL", Principal("alice")).With("X-MS-TOKEN-AAD-ID-TOKEN", a.Entra.Person("mallory")).PostJsonAsync(a.Decisions, a.Decision)),
        ["identity: a token of another key"] = (401, "sign-in", static a => TokenAsync(a, a.Entra.Person("alice", signedByStranger: true))),
        ["identity: a token of another tenant"] = (401, "sign-in", static a => TokenAsync(a, a.Entra.Person("alice", issuer: "https://login.microsoftonline.com/99999999-9999-9999-9999-999999999999/v2.0"))),
        ["identity: a token for another app"] = (401, "sign-in", static a => TokenAsync(a, a.Entra.Person("alice", audience: "99999999-9999-9999-9999-999999999999"))),
        ["identity: a token whose time is over"] = (401, "sign-in", static a => TokenAsync(a, a.Entra.Person("alice", expires: TenantTokens.Tests.Builders.Some.Now.AddMinutes(-10)))),
        ["identity: a token that nobody signed"] = (401, "sign-in", static a => TokenAsync(a, Unsigned(a.Entra.Person("alice")))),
        ["identity: an approver without the role"] = (403, "not-allowed", static a => TokenAsync(a, a.Entra.Person("alice", roles: "Reader"))),
        ["identity: the requester, signed in"] = (403, "not-an-approver", static a => TokenAsync(a, a.Entra.Person("Rachel"))),
        ["identity: an application that is no person"] = (403, "not-allowed", static a => TokenAsync(a, a.Entra.Application("44444444-4444-4444-4444-444444444444", "Approver"))),
        ["identity: an API key decides"] = (403, "not-allowed", static a => Key(a, WebRoles.Emergency).PostJsonAsync(a.Decisions, a.Decision)),
        ["identity: an API key says that it is alice"] = (403, "responder", static a => Key(a, WebRoles.Emergency).PostJsonAsync(a.Decisions, With(a, "alice"))),
        ["identity: an invented API key"] = (401, "sign-in", static a => a.Visit().Bearer($"ttk_{new string('A', 43)}").PostJsonAsync(a.Commands, new { command = "Abort" })),
        ["identity: a cookie that we did not seal"] = (401, "sign-in", static a => a.Visit().With("Cookie", "tenant-token-session=8|9999999999").GetAsync("/")),
        ["identity: a reader's key gives a command"] = (403, "not-allowed", static a => Key(a, WebRoles.Reader).PostJsonAsync(a.Commands, new { command = "Pause" })),
        ["identity: an operator's key escalates"] = (403, "not-allowed", static a => Key(a, WebRoles.Operator).PostJsonAsync(a.Commands, new { command = "Escalate", reason = "now" })),
        ["identity: an operator's key starts an emergency"] = (403, "not-allowed", static a => Key(a, WebRoles.Operator).PostJsonAsync("/api/rotations", new { emergency = true, reason = "now", environment = "sim00001" })),

        // Callbacks
        ["callback: somebody else's answer at an approver's address"] = (403, "responder", static async a => await a.Visit().PostJsonAsync((await CallbackAsync(a, "alice")).PathAndQuery, With(a, "bob"))),
        ["callback: an address of another rotation"] = (403, "link-other-gate", static async a => await a.Visit().PostJsonAsync($"/api/rotations/{a.Other.RotationId}/decisions{(await CallbackAsync(a, "alice")).Query}", a.Decision)),
        ["callback: the link of a mail used as an address"] = (403, "link-forged", static async a => await a.Visit().PostJsonAsync($"{a.Decisions}?link={await a.TokenAsync("alice")}", a.Decision)),
        ["callback: an address for the requester"] = (403, "link-not-approver", static async a => await a.Visit().PostJsonAsync((await CallbackAsync(a, "rachel")).PathAndQuery, a.Decision)),
        ["callback: the requester answers on the channel's card"] = (403, "not-an-approver", static a => Flow(a).PostJsonAsync(a.Decisions, With(a, "RACHEL"))),
        ["callback: a member of the channel who is no approver"] = (403, "not-an-approver", static a => Flow(a).PostJsonAsync(a.Decisions, With(a, "mallory"))),
        ["callback: a flow that does not say who answered"] = (400, "responder", static a => Flow(a).PostJsonAsync(a.Decisions, a.Decision)),
        ["callback: another flow of the tenant"] = (403, "responder", static a => a.Visit().Bearer(a.Entra.Application("55555555-5555-5555-5555-555555555555", "Approver")).PostJsonAsync(a.Decisions, With(a, "alice"))),

        ["callback: a gate's id that climbs"] = (404, "gate-not-found", static a => Flow(a).PostJsonAsync(a.Decisions, new { gate = "../../plan|x", choice = "Approve", planHash = a.Gate.PlanHash, responder = new { name = "alice" } })),

        // Shapes
        ["shape: GET with a choice in the address"] = (200, "", static async a => await a.Visit().GetAsync($"{(await a.LinkAsync("alice")).PathAndQuery}&choice=Approve&planHash={a.Gate.PlanHash}")),
        ["shape: HEAD with a choice in the address"] = (200, "", static async a => await a.Visit().SendAsync(HttpMethod.Head, $"{(await a.LinkAsync("alice")).PathAndQuery}&choice=Approve")),
        ["shape: PUT"] = (405, "method-not-allowed", static async a => await a.Visit().SendAsync(HttpMethod.Put, (await a.LinkAsync("alice")).PathAndQuery, new StringContent("x"))),
        ["shape: GET on the decisions"] = (405, "method-not-allowed", static a => a.Visit().GetAsync(a.Decisions)),
        ["shape: a method that does not exist"] = (405, "method-not-allowed", static a => a.Visit().SendAsync(new HttpMethod("APPROVE"), a.Path)),
        ["shape: a form as multipart"] = (415, "content-type", static async a => await a.Visit().PostAsync(a.Path, new MultipartFormDataContent { { new StringContent("Approve"), "choice" }, { new StringContent(await a.TokenAsync("alice")), "link" } })),
        ["shape: a form of a megabyte"] = (413, "too-large", static a => a.Visit().PostAsync(a.Path, new StringContent(new string('a', 1 << 20), Encoding.UTF8, "application/x-www-form-urlencoded"))),
        ["shape: JSON of a megabyte"] = (413, "too-large", static a => Key(a, WebRoles.Operator).PostAsync(a.Commands, new StringContent($"\"{new string('a', 1 << 20)}\"", Encoding.UTF8, "application/json"))),
        ["shape: JSON that is not"] = (400, "body", static a => Key(a, WebRoles.Operator).PostAsync(a.Commands, new StringContent("{\"command\":", Encoding.UTF8, "application/json"))),
        ["shape: JSON a thousand deep"] = (400, "body", static a => Key(a, WebRoles.Operator).PostAsync(a.Commands, new StringContent(new string('[', 1000), Encoding.UTF8, "application/json"))),
        ["shape: a field that is unknown"] = (400, "body", static a => Key(a, WebRoles.Operator).PostJsonAsync(a.Commands, new { command = "Pause", by = "alice" })),
        ["shape: a path that climbs"] = (404, "not-found", static a => Key(a, WebRoles.Reader).GetAsync("/assets/..%2f..%2fledger.db")),
        ["shape: a rotation's id that climbs"] = (404, "not-found", static a => Key(a, WebRoles.Reader).GetAsync("/api/rotations/..%5c..%7Cplan")),
    };

    public static TheoryData<string> Rows => [.. _table.Keys];

    [Fact]
    public void There_are_at_least_forty_rows() => Assert.True(_table.Count >= 40, $"{_table.Count} rows.");

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Nothing_gets_through_and_each_try_is_answered_clearly_and_leaves_a_line(string what)
    {
        (int status, string code, Try tried) = _table[what];
        Attack attack = await PrepareAsync();

        Answer answer = await tried(attack);

        Assert.True(answer.Status == status, $"{answer.Status}: {answer.Body}");
        Assert.Contains(code, answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", answer.Body, StringComparison.Ordinal);
        foreach (WebApp app in (WebApp[])[attack.App, attack.Functions])
        {
            RotationRecord rotation = (await app.Get<RotationLedger>().FindLatestAsync("sim00001", Stop))!;
            Assert.Empty(await app.VotesAsync(rotation, attack.Gate));
            Assert.Equal((0, 0, false, false), (rotation.Commands, rotation.Signals, rotation.Paused, rotation.Emergency));
            Assert.Empty(app.Waker.Woken);
        }

        if (status is 401 or 403 or 405 or 409 or 413 or 415)
        {
            AuditEvent[] lines = await RefusedAsync(attack, what.Contains("reads the list", StringComparison.Ordinal));
            Assert.All(lines, static line => Assert.Equal("127.0.0.1", line.Address));
        }
    }

    private static async Task<AuditEvent[]> RefusedAsync(Attack attack, bool isOnlyAnonymous)
    {
        List<AuditEvent> lines = [];
        foreach ((WebApp app, string trail) in ((WebApp, string)[])[(attack.App, attack.Rotation.RotationId), (attack.App, attack.Other.RotationId), (attack.App, RefusalAudit.Elsewhere), (attack.Functions, RefusalAudit.Elsewhere)])
        {
            lines.AddRange((await app.AuditAsync(trail)).Where(static entry => entry.Code == RefusalAudit.Code));
        }

        RotationRecord onFunctions = (await attack.Functions.Get<RotationLedger>().FindLatestAsync("sim00001", Stop))!;
        lines.AddRange((await attack.Functions.AuditAsync(onFunctions.RotationId)).Where(static entry => entry.Code == RefusalAudit.Code));
        Assert.True(isOnlyAnonymous || lines.Count > 0, "No line was left.");
        return [.. lines];
    }

    private async Task<Attack> PrepareAsync()
    {
        Func<RotationOptions, RotationOptions> two = static options => options with { Environments = [options.Environments[0], options.Environments[0] with { Id = "sim00002" }] };
        WebApp app = await StartAsync(entra: true, change: two);
        WebApp functions = await StartAsync(new WebHostOptions { LinksNeedSignIn = true }, entra: true, change: two);
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        (RotationRecord other, GateRecord otherGate) = await app.AskAsync("sim00002");
        await functions.AskAsync();
        return new(app, functions, await AuthorityAsync(), rotation, gate, other, otherGate);
    }

    private static Task<Uri> CallbackAsync(Attack a, string person) => a.App.Get<ApprovalLinks>().CreateCallbackAsync(a.Rotation.RotationId, a.Gate, person, Stop);

    private static object With(Attack a, string responder) => new { gate = a.Gate.GateId, choice = "Approve", planHash = a.Gate.PlanHash, responder = new { name = responder } };

    private static Visitor Flow(Attack a) => a.Visit().Bearer(a.Entra.Application(TestAuthority.Flow));

    private static Visitor Key(Attack a, WebRoles role) => a.Visit().Bearer(a.App.Key(role));

    private static Task<Answer> TokenAsync(Attack a, string token) => a.Visit().Bearer(token).PostJsonAsync(a.Decisions, a.Decision);

    private static string Principal(string name) => Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"auth_typ":"aad","claims":[{"typ":"preferred_username","val":"{{name}}"},{"typ":"roles","val":"Approver"}],"name_typ":"name","role_typ":"roles"}"""));

    private static string Unsigned(string token) => $"{System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8)}.{token.Split('.')[1]}.";

    /// <summary>Opens the page with a token and sends a form with it, as a browser that has a form of ours would.</summary>
    private static async Task<Answer> UseAsync(Attack a, Task<string> token, Func<string, string> change, string? path = null)
    {
        using Visitor visitor = a.Visit();
        string changed = change(await token);
        Answer shown = await visitor.GetAsync($"{path ?? a.Path}?link={Uri.EscapeDataString(changed)}");
        Assert.True(shown.Status is 403, $"{shown.Status}: {shown.Body}");
        Dictionary<string, string> form = (await visitor.GetAsync(await a.LinkAsync("bob"))).Fields;
        form["choice"] = "Approve";
        form["link"] = changed;
        if (path is not null)
        {
            return shown; // the form's proof is bound to the path
        }

        return await visitor.PostAsync(a.Path, new FormUrlEncodedContent(form));
    }

    private static async Task<Answer> FunctionsAsync(Attack a, Func<Visitor, Visitor> who)
    {
        RotationRecord rotation = (await a.Functions.Get<RotationLedger>().FindLatestAsync("sim00001", Stop))!;
        return await who(a.Functions.Visit()).GetAsync(await a.Functions.LinkAsync(rotation, a.Gate, "alice"));
    }

    private static async Task<Answer> DecideAsync(Attack a, string person, Action<Dictionary<string, string>> change)
    {
        using Visitor visitor = a.Visit();
        return await visitor.DecideAsync(await a.LinkAsync(person), "Approve", change);
    }

    private static string Flip(string text, int at) => $"{text[..at]}{(text[at] is 'A' ? 'B' : 'A')}{text[(at + 1)..]}";

    private static string Rewrite(string token, string what, string by)
    {
        string[] parts = token.Split('.');
        string claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]));
        Assert.Contains(what, claims, StringComparison.Ordinal);
        return $"{parts[0]}.{parts[1]}.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.Replace(what, by, StringComparison.Ordinal)))}.{parts[3]}";
    }
}
