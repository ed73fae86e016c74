using TenantTokens.Approvals;
using TenantTokens.Fleet.Matching;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reporting;
using TenantTokens.Testing.Builders;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>Retiring agents that nobody lists over HTTP, and the machines that no agent claims on pages.</summary>
public sealed class RetirementTests : WebTest
{
    private const string Path = "/api/environments/sim00001/retirements";

    [Fact]
    public async Task An_operator_retires_an_agent_with_a_reason_and_the_audit_trail_says_who_and_how()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, _) = await app.AskAsync();
        await app.Get<AgentRoster>().PutAsync("sim00001", [new("HOST-1", "lost", null, null, Some.Now)], Stop);
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Operator));

        Visitor.Answer answer = await key.PostJsonAsync(Path, new { agent = "oneagent/lost", reason = "scrapped" });

        Assert.Equal((202, true), (answer.Status, answer.Json["accepted"]!.GetValue<bool>()));
        Assert.Contains(
            await app.AuditAsync(rotation.RotationId),
            static entry => entry is { Code: RetirementLedger.AuditCode, By: "api-key:operator", Via: "key" }
                && entry.Detail.Contains("scrapped", StringComparison.Ordinal));
        Assert.Equal("HOST-1", (await key.GetAsync(Path)).Json["retirements"]![0]!["agentId"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_cannot_be_retired_is_refused_with_why()
    {
        WebApp app = await StartAsync();
        await app.Get<AgentRoster>().PutAsync("sim00001", [new("HOST-1", "lost", null, null, Some.Now)], Stop);
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Operator));
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Reader));

        Visitor.Answer unknown = await key.PostJsonAsync(Path, new { agent = "oneagent/nobody", reason = "scrapped" });
        Visitor.Answer noReason = await key.PostJsonAsync(Path, new { agent = "oneagent/lost" });
        Visitor.Answer tooLong = await key.PostJsonAsync(Path, new { agent = "oneagent/lost", reason = new string('x', 1001) });
        Visitor.Answer nowhere = await key.PostJsonAsync(
            "/api/environments/nowhere/retirements",
            new { agent = "oneagent/lost", reason = "scrapped" });
        Visitor.Answer notAllowed = await reader.PostJsonAsync(Path, new { agent = "oneagent/lost", reason = "scrapped" });

        Assert.Equal((409, 409, 400, 400, 403), (unknown.Status, noReason.Status, tooLong.Status, nowhere.Status, notAllowed.Status));
        Assert.Equal("command-refused", unknown.Json["code"]!.GetValue<string>());
        Assert.Contains("needs a reason", noReason.Body, StringComparison.Ordinal);
        Assert.Empty(await app.Get<RetirementLedger>().ListAsync("sim00001", Stop));
    }

    [Fact]
    public async Task Machines_that_no_agent_claims_are_counted_and_listed_on_the_gate_and_the_rotation_and_in_the_API()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Reader));
        string page = $"/rotations/{rotation.RotationId}";
        Assert.DoesNotContain("no agent claims", (await key.GetAsync(page)).Body, StringComparison.Ordinal);

        await app.Get<PlanLedger>().PutUnclaimedAsync(
            rotation.RotationId,
            [
                new("1", "free-1", "/vm/free-1", IsClear: true, "There is no OneAgent here."),
                new("2", "off-1", "/vm/off-1", IsClear: false, "The machine is off."),
            ],
            Stop);

        foreach (string path in (string[])[page, $"{page}/gates/{gate.GateId}"])
        {
            string body = (await key.GetAsync(path)).Body;
            Assert.Contains("Machines that no agent claims: 2", body, StringComparison.Ordinal);
            Assert.Contains("off-1", body, StringComparison.Ordinal);
            Assert.Contains("free-1", body, StringComparison.Ordinal);
        }

        Visitor.Answer api = await key.GetAsync($"/api/rotations/{rotation.RotationId}");
        Assert.Equal((1, 1), (api.Json["unclaimed"]!["clear"]!.GetValue<int>(), api.Json["unclaimed"]!["notLookedInto"]!.GetValue<int>()));
        string report = await app.Get<RotationReport>().WriteAsync(rotation.RotationId, Stop);
        Assert.Contains("2 machines in scope: 1 carry no component", report, StringComparison.Ordinal);
        Assert.Contains("| off-1 | no | The machine is off. |", report, StringComparison.Ordinal);
    }
}
