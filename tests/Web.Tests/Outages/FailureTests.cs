using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantTokens.Ledger;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Outages;

/// <summary>What goes wrong on our side is answered with a code, logged and audited.</summary>
public sealed class FailureTests : WebTest
{
    private readonly RecordedLog _log = new();
    private WatchedStore? _store;

    [Fact]
    public async Task A_failure_of_ours_is_answered_500_with_a_code_and_leaves_a_line_in_the_log_and_in_the_audit_trail()
    {
        WebApp app = await StartWatchedAsync();
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Reader));
        _store!.FailsOn = "environment:sim00001";

        Visitor.Answer answer = await reader.GetAsync("/api/rotations");

        Assert.Equal((500, "failed"), (answer.Status, answer.Json["code"]!.GetValue<string>()));
        Assert.Equal("A GET request was answered 500: IOException. The disk is away.", Assert.Single(_log.Errors));
        AuditEvent line = Assert.Single(await app.AuditAsync(RefusalAudit.Elsewhere));
        Assert.Equal((RefusalAudit.FailureCode, "api-key:reader", "127.0.0.1"), (line.Code, line.By, line.Address));
        Assert.Equal("failed: Something went wrong. GET was answered 500. Cause: IOException.", line.Detail);
    }

    [Fact]
    public async Task A_ledger_that_is_away_is_a_failure_and_not_an_outage_of_the_vault()
    {
        WebApp app = await StartWatchedAsync();
        (TenantTokens.Rotations.RotationRecord rotation, TenantTokens.Approvals.GateRecord gate) = await app.AskAsync();
        Uri link = await app.LinkAsync(rotation, gate, "alice");
        _store!.FailsOn = $"rotation:{rotation.RotationId}";
        using Visitor alice = app.Visit();
        Visitor.Answer answer = await alice.GetAsync(link);
        Assert.Equal(500, answer.Status);
        Assert.Contains("<code>failed</code>", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_audit_trail_is_away_too_the_answer_is_the_same_and_the_log_says_both()
    {
        WebApp app = await StartWatchedAsync();
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Reader));
        _store!.FailsOn = "";
        Assert.Equal(500, (await reader.GetAsync("/api/rotations")).Status);
        Assert.Equal(
            [
                "A GET request was answered 500: IOException. The disk is away.",
                "A GET request that was answered 500 is not in the audit trail: IOException.",
            ],
            _log.Errors);
    }

    [Fact]
    public async Task Many_failures_are_all_logged_and_leave_a_bounded_number_of_lines_in_the_audit_trail()
    {
        WebApp app = await StartWatchedAsync();
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Reader));
        _store!.FailsOn = "environment:sim00001";
        for (int number = 0; number < 30; number++)
        {
            Assert.Equal(500, (await reader.GetAsync("/api/rotations")).Status);
        }

        Assert.Equal((30, RefusalAudit.MaxOfOne), (_log.Errors.Count, (await app.AuditAsync(RefusalAudit.Elsewhere)).Count));
    }

    [Fact]
    public async Task What_is_refused_is_no_failure_and_is_not_logged_as_one()
    {
        WebApp app = await StartWatchedAsync();
        using Visitor nobody = app.Visit();
        Assert.Equal(401, (await nobody.GetAsync("/api/rotations")).Status);
        Assert.Empty(_log.Errors);
        Assert.Equal(RefusalAudit.Code, Assert.Single(await app.AuditAsync(RefusalAudit.Elsewhere)).Code);
    }

    [Theory]
    [InlineData("code=a%00b&antiforgery=x", "a NUL")]
    [InlineData("a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1&a=1", "a field too many")]
    public async Task A_form_that_cannot_be_read_is_400_and_the_answer_does_not_speak_of_its_size_in_bytes(string form, string why)
    {
        WebApp app = await StartAsync();
        using Visitor visitor = app.Visit();
        Visitor.Answer answer = await visitor.PostAsync(
            "/sign-in",
            new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"));
        Assert.True(answer.Status is 400, why);
        Assert.Contains("<code>form</code>", answer.Body, StringComparison.Ordinal);
        Assert.Contains("no NUL character", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("32 KiB", answer.Body, StringComparison.Ordinal);
    }

    private Task<WebApp> StartWatchedAsync() => StartAsync(more: services =>
    {
        services.AddLogging(logging => logging.AddProvider(_log)).AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        _store = WatchedStore.AddTo(services);
    });
}
