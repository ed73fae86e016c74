using TenantTokens.Approvals;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>Whatever is refused leaves a line, and nobody can fill the ledger with them. The attack table has the other kinds.</summary>
public sealed class RefusalAuditTests : LinkTest
{
    [Fact]
    public async Task A_link_whose_time_is_over_leaves_a_line()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        app.Time.Advance(TimeSpan.FromDays(7));
        await GetAsync(app, rotation, gate, token);
        AssertLine(await RefusedAsync(app, rotation.RotationId), "link-expired");
    }

    [Theory]
    [InlineData(GateOutcome.Approved, "link-decided")]
    [InlineData(GateOutcome.Superseded, "link-superseded")]
    public async Task A_link_whose_gate_is_closed_leaves_a_line(GateOutcome outcome, string code)
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync(quorum: 1);
        using Visitor bob = app.Visit();
        await bob.DecideAsync(await app.LinkAsync(rotation, gate, "bob"), "Approve");
        Assert.Equal(
            outcome,
            await (outcome is GateOutcome.Superseded ? app.SupersedeAsync(rotation, gate) : app.CloseIfDecidedAsync(rotation, gate)));
        await GetAsync(app, rotation, gate, token);
        AssertLine(await RefusedAsync(app, rotation.RotationId), code);
    }

    [Fact]
    public async Task Too_many_attempts_leave_a_line_of_their_own()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        for (int number = 0; number <= FailureLimit.Allowed; number++)
        {
            await GetAsync(app, rotation, gate, $"{token[..^4]}AAAA");
        }

        Assert.Single(
            await RefusedAsync(app, rotation.RotationId),
            static line => line.Detail.StartsWith("too-many-failures: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/rotations")]
    [InlineData("/api/rotations")]
    [InlineData("/api/rotations/rot-unknown")]
    public async Task A_page_that_nobody_may_see_leaves_a_line_when_nobody_opens_it(string path)
    {
        WebApp app = await StartAsync();
        using Visitor nobody = app.Visit();
        Assert.Equal(401, (await nobody.GetAsync(path)).Status);
        AssertLine(await RefusedAsync(app, RefusalAudit.Elsewhere), "sign-in");
    }

    [Fact]
    public async Task A_mistake_in_what_would_start_something_leaves_a_line()
    {
        WebApp app = await StartAsync();
        using Visitor key = app.Visit().Bearer(app.Key(WebRoles.Emergency));
        Assert.Equal(400, (await key.PostJsonAsync("/api/rotations", new { emergency = true })).Status);
        AuditEvent line = AssertLine(await RefusedAsync(app, RefusalAudit.Elsewhere), "reason");
        Assert.Equal(("api-key:emergency", "key", "127.0.0.1"), (line.By, line.Via, line.Address));
    }

    [Fact]
    public async Task What_is_not_refused_leaves_none()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        using Visitor alice = app.Visit();
        Assert.Equal(200, (await alice.GetAsync($"/rotations/{rotation.RotationId}/gates/{gate.GateId}?link={token}")).Status);
        Assert.Equal(200, (await alice.GetAsync("/assets/site.css")).Status);
        Assert.Equal(200, (await alice.GetAsync("/sign-in")).Status);
        Assert.Empty(await RefusedAsync(app, rotation.RotationId));
        Assert.Empty(await RefusedAsync(app, RefusalAudit.Elsewhere));
    }

    [Fact]
    public async Task One_address_leaves_few_lines_of_a_kind_an_hour_the_last_of_which_says_so_and_the_next_how_many_were_left_out()
    {
        WebApp app = await StartAsync();
        await RefuseAsync(app, "link-forged", 20, static _ => "10.0.0.1");
        await RefuseAsync(app, "sign-in", 1, static _ => "10.0.0.1");
        await RefuseAsync(app, "link-forged", 1, static _ => "10.0.0.2");

        List<AuditEvent> lines = await RefusedAsync(app, RefusalAudit.Elsewhere);
        Assert.Equal(
            (RefusalAudit.MaxOfOne, 1, 1),
            (Count(lines, "link-forged", "10.0.0.1"), Count(lines, "sign-in", "10.0.0.1"), Count(lines, "link-forged", "10.0.0.2")));
        Assert.Single(
            lines,
            static line => line.Detail.EndsWith(
                "Further ones from this address are only counted until 13:00 UTC.",
                StringComparison.Ordinal));

        app.Time.Advance(TimeSpan.FromHours(1));
        await RefuseAsync(app, "link-forged", 1, static _ => "10.0.0.3");
        Assert.Single(
            await RefusedAsync(app, RefusalAudit.Elsewhere),
            static line => line.Detail == "link-forged: 15 more were refused before and not written one by one.");
    }

    [Fact]
    public async Task All_addresses_together_leave_a_bounded_number_of_lines_of_a_kind_and_hide_none_of_another()
    {
        WebApp app = await StartAsync();
        await RefuseAsync(app, "sign-in", RefusalAudit.MaxOfKind + 200, static number => $"10.0.{number >> 8}.{number & 255}");
        await RefuseAsync(app, "link-forged", 1, static _ => "10.9.9.9");

        List<AuditEvent> lines = await RefusedAsync(app, RefusalAudit.Elsewhere);
        Assert.Equal(RefusalAudit.MaxOfKind + 1, lines.Count);
        Assert.Single(
            lines,
            static line => line.Detail.EndsWith("Further ones from anywhere are only counted until 13:00 UTC.", StringComparison.Ordinal));

        app.Time.Advance(TimeSpan.FromHours(1));
        await RefuseAsync(app, "sign-in", 1, static _ => "10.0.0.0");
        Assert.Contains(
            await RefusedAsync(app, RefusalAudit.Elsewhere),
            static line => line.Detail == "sign-in: 200 more were refused before and not written one by one.");
    }

    private static AuditEvent AssertLine(List<AuditEvent> lines, string code)
    {
        AuditEvent line = Assert.Single(lines);
        Assert.StartsWith($"{code}: ", line.Detail, StringComparison.Ordinal);
        return line;
    }

    private static int Count(List<AuditEvent> lines, string kind, string address)
        => lines.Count(line => line.Address == address && line.Detail.StartsWith(kind, StringComparison.Ordinal));

    private static async Task GetAsync(WebApp app, RotationRecord rotation, GateRecord gate, string token)
    {
        using Visitor visitor = app.Visit();
        Assert.InRange((await visitor.GetAsync($"/rotations/{rotation.RotationId}/gates/{gate.GateId}?link={token}")).Status, 400, 499);
    }

    private static async Task RefuseAsync(WebApp app, string kind, int times, Func<int, string> addressOf)
    {
        for (int number = 0; number < times; number++)
        {
            await app.Get<RefusalAudit>().AddAsync(
                null,
                kind,
                new AuditEvent(default, RefusalAudit.Code, "nobody", $"{kind}: refused.") { Address = addressOf(number) },
                Stop);
        }
    }

    private static async Task<List<AuditEvent>> RefusedAsync(WebApp app, string trail)
        => [.. (await app.AuditAsync(trail)).Where(static entry => entry.Code == RefusalAudit.Code)];
}
