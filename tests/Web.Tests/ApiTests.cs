using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>What programs ask for, and what they are told.</summary>
public sealed class ApiTests : WebTest
{
    [Fact]
    public async Task An_emergency_is_opened_woken_and_audited_and_its_gate_excludes_the_key_and_who_holds_it()
    {
        WebApp app = await StartAsync(change: static options => options with
        {
            Approvals = new() { Finish = new() { Approvers = ["alice", WebApp.Holder, "api-key:emergency"] } },
        });
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Emergency));
        Visitor.Answer answer = await key.PostJsonAsync("/api/rotations", new { emergency = true, reason = "the token leaked" });

        Assert.Equal(202, answer.Status);
        string id = answer.Json["rotationId"]!.GetValue<string>();
        RotationRecord rotation = await app.Get<RotationLedger>().GetAsync(id, Stop);
        Assert.Equal(
            ("api-key:emergency", WebApp.Holder, true, true),
            (rotation.RequestedBy, rotation.AlsoRequestedBy, rotation.Emergency, rotation.PlanConfirmed));
        await app.SettleAsync();
        Assert.Equal(["rotation-sim00001 started"], app.Engine.Woken);
        Assert.Contains(await app.AuditAsync(id), static entry => entry is { Code: "requested", Via: "key", Address: "127.0.0.1" });

        rotation = await app.Get<RotationLedger>()
            .UpdateAsync(
                id,
                static current => current with
                {
                    Phase = RotationPhase.AwaitingFinish,
                    PlanHash = TenantTokens.Testing.Builders.Some.PlanHash,
                },
                Stop);
        GateRecord gate = (await app.OpenGateAsync(rotation))!;
        Assert.NotNull(GateTally.Eligibility(gate, WebApp.Holder.ToUpperInvariant()));
        Assert.NotNull(GateTally.Eligibility(gate, "api-key:emergency"));
        Assert.Null(GateTally.Eligibility(gate, "alice"));
    }

    [Fact]
    public async Task Asked_again_with_the_same_key_a_request_may_add_that_the_operators_are_held_and_without_a_key_it_may_not()
    {
        WebApp app = await StartAsync();
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Operator));
        string id = (await key.PostJsonAsync("/api/rotations", new { requestKey = "change-1" })).Json["rotationId"]!.GetValue<string>();
        Assert.Equal(409, (await key.PostJsonAsync("/api/rotations", new { operatorsHeld = true })).Status);
        Assert.False((await app.Get<RotationLedger>().GetAsync(id, Stop)).OperatorsHeld);

        Assert.Equal(200, (await key.PostJsonAsync("/api/rotations", new { requestKey = "change-1", operatorsHeld = true })).Status);

        Assert.True((await app.Get<RotationLedger>().GetAsync(id, Stop)).OperatorsHeld);
        Assert.Equal("api-key:operator", Assert.Single(await app.AuditAsync(id), static line => line.Code == OperatorHold.AuditCode).By);
    }

    [Fact]
    public async Task While_one_is_open_another_is_refused_with_the_move_that_is_there_and_the_same_key_gives_the_same()
    {
        WebApp app = await StartAsync();
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Emergency));
        Visitor.Answer first = await key.PostJsonAsync("/api/rotations", new { requestKey = "change-1" });
        Visitor.Answer same = await key.PostJsonAsync("/api/rotations", new { requestKey = "change-1" });
        Visitor.Answer second = await key.PostJsonAsync(
            "/api/rotations",
            new { emergency = true, reason = "leaked", requestKey = "change-2" });
        Visitor.Answer again = await key.PostJsonAsync(
            "/api/rotations",
            new { emergency = true, reason = "leaked", requestKey = "change-2" });

        Assert.Equal((202, 200), (first.Status, same.Status));
        Assert.Equal(first.Json["rotationId"]!.GetValue<string>(), same.Json["rotationId"]!.GetValue<string>());
        Assert.Equal((409, 409), (second.Status, again.Status));
        Assert.Equal("rotation-open", second.Json["code"]!.GetValue<string>());
        Assert.Contains("escalate", second.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("Escalate", second.Json["allowed"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"emergency":true}""", "reason")]
    [InlineData("""{"environment":"nowhere"}""", "environment")]
    [InlineData("""{"planHash":"XYZ"}""", "plan-hash")]
    [InlineData("""{"requestKey":""}""", "request-key")]
    [InlineData("""{"emergency":"yes"}""", "body")]
    [InlineData("""{"emergency":true,"emergency":false}""", "body")]
    [InlineData("null", "body")]
    [InlineData("[]", "body")]
    public async Task A_callers_mistake_is_named_and_nothing_is_opened(string body, string code)
    {
        WebApp app = await StartAsync();
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Emergency));
        Visitor.Answer answer = await key.PostAsync(
            "/api/rotations",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal((400, "application/problem+json", code), (answer.Status, answer.Type, answer.Json["code"]!.GetValue<string>()));
        Assert.Null(await app.Get<RotationLedger>().FindLatestAsync("sim00001", Stop));
    }

    [Fact]
    public async Task Commands_are_recorded_and_woken_and_a_refused_one_says_which_are_allowed()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, _) = await app.AskAsync();
        string path = $"/api/rotations/{rotation.RotationId}/commands";
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Operator));
        Visitor.Answer pause = await key.PostJsonAsync(path, new { command = "pause", reason = "incident" });
        Visitor.Answer twice = await key.PostJsonAsync(path, new { command = "Pause" });
        Visitor.Answer unknown = await key.PostJsonAsync(path, new { command = "destroy" });
        Visitor.Answer nowhere = await key.PostJsonAsync("/api/rotations/rot-nowhere/commands", new { command = "Pause" });

        Assert.Equal((202, 409, 400, 404), (pause.Status, twice.Status, unknown.Status, nowhere.Status));
        Assert.True((await app.Get<RotationLedger>().GetAsync(rotation.RotationId, Stop)).Paused);
        Assert.Equal(
            ["Resume", "Abort", "Retry", "Skip", "Escalate"],
            twice.Json["allowed"]!.AsArray()
                .Select(static one => one!.GetValue<string>())
                .OrderBy(static one => one switch { "Resume" => 0, "Abort" => 1, "Retry" => 2, "Skip" => 3, _ => 4 }));
        Assert.Contains(
            await app.AuditAsync(rotation.RotationId),
            static entry => entry is { Code: "command", By: "api-key:operator", Via: "key" });
    }

    [Fact]
    public async Task A_rotation_is_read_with_its_counts_its_gate_and_the_named_rest_and_holds_no_secret()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, _) = await app.AskAsync();
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Reader));
        Visitor.Answer one = await key.GetAsync($"/api/rotations/{rotation.RotationId}");
        Visitor.Answer all = await key.GetAsync("/api/rotations");

        Assert.Equal(
            ("finish-1", 1, 2),
            (
                one.Json["gate"]!["gateId"]!.GetValue<string>(),
                one.Json["gate"]!["restCount"]!.GetValue<int>(),
                one.Json["targets"]!["total"]!.GetValue<int>()));
        Assert.Single(all.Json["rotations"]!.AsArray());
        Assert.DoesNotContain("link=", one.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_of_the_tenant_without_any_role_is_told_which_one_is_missing_and_not_to_sign_in_again()
    {
        WebApp app = await StartAsync(entra: true);
        using Visitor dan = app.Visit().Bearer((await AuthorityAsync()).Person("dan", roles: ""));
        foreach (string path in (string[])["/", "/api/rotations"])
        {
            Visitor.Answer answer = await dan.GetAsync(path);
            Assert.Equal(403, answer.Status);
            Assert.Contains("dan does not have the role Reader.", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_flow_brings_the_answer_of_an_approver_and_an_address_of_its_own_counts_once()
    {
        WebApp app = await StartAsync(entra: true);
        TestAuthority entra = await AuthorityAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        string path = $"/api/rotations/{rotation.RotationId}/decisions";
        using Visitor flow = app.Visit().Bearer(entra.Application(TestAuthority.Flow));
        Visitor.Answer alice = await flow.PostJsonAsync(
            path,
            new
            {
                gate = gate.GateId,
                choice = "Approve",
                planHash = gate.PlanHash,
                comment = "in Teams",
                responder = new { name = "Alice", id = Guid.Empty },
            });
        using Visitor anybody = app.Visit();
        Uri address = await app.Get<ApprovalLinks>().CreateCallbackAsync(rotation.RotationId, gate, "bob", Stop);
        object answer = new { gate = gate.GateId, choice = "Approve", planHash = gate.PlanHash };
        Visitor.Answer bob = await anybody.PostJsonAsync(address.PathAndQuery, answer);
        Visitor.Answer again = await anybody.PostJsonAsync(address.PathAndQuery, answer);

        Assert.Equal((200, "Undecided"), (alice.Status, alice.Json["outcome"]!.GetValue<string>()));
        Assert.Equal((200, "Approved"), (bob.Status, bob.Json["outcome"]!.GetValue<string>()));
        Assert.Equal(409, again.Status);
        Assert.Contains("counts once", again.Body, StringComparison.Ordinal);
        Assert.Equal(["callback", "callback"], (await app.VotesAsync(rotation, gate)).Select(static vote => vote.Via));
    }

    [Fact]
    public async Task A_code_signs_a_browser_in_once_and_only_when_the_form_is_sent()
    {
        WebApp app = await StartAsync();
        string code = app.Get<SignInCodes>().Create(WebRoles.Operator);
        using Visitor browser = app.Visit();
        Assert.Equal(401, (await browser.GetAsync("/")).Status);
        Visitor.Answer form = await browser.GetAsync($"/sign-in?code={code}");
        Assert.Equal(401, (await browser.GetAsync("/")).Status);

        FormUrlEncodedContent Sent() => new(new Dictionary<string, string>(form.Fields) { ["code"] = code });
        Assert.Equal(303, (await browser.PostAsync("/sign-in", Sent())).Status);
        Assert.Equal(200, (await browser.GetAsync("/")).Status);
        Assert.Equal(403, (await browser.PostAsync("/sign-in", Sent())).Status);

        app.Time.Advance(ApiKeyIdentity.SessionTime);
        Assert.Equal(401, (await browser.GetAsync("/")).Status);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_key_file_is_for_its_owner_alone_and_one_that_is_not_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        WebApp app = await StartAsync();
        app.Key(WebRoles.Reader);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(app.KeyFile));
        File.SetUnixFileMode(app.KeyFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Throws<InvalidDataException>(() => ApiKeyFile.Open(app.KeyFile));
    }
}
