using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reporting;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>Nothing of an audit trail is out of sight, and what belongs to no rotation is for operators.</summary>
public sealed class AuditPageTests : WebTest
{
    [Fact]
    public async Task However_much_is_added_the_first_entry_is_found_on_the_last_page_and_no_entry_twice()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, _) = await app.AskAsync();
        await app.Get<AuditTrail>().AddAsync(rotation.RotationId, "command", "olga", "Pause: the first of all.", Stop);
        for (int number = 0; number < 250; number++)
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            await app.Get<AuditTrail>().AddAsync(rotation.RotationId, "command", "mallory", $"Pause no. {number}.", Stop);
        }

        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Reader));
        string[] pages =
        [
            .. await Task.WhenAll(Enumerable.Range(1, 3)
                .Select(async number => (await reader.GetAsync($"/rotations/{rotation.RotationId}/audit?page={number}")).Body)),
        ];
        var api = (await reader.GetAsync($"/api/rotations/{rotation.RotationId}/audit?page=3")).Json;

        Assert.Contains("Page 1 of 3.", pages[0], StringComparison.Ordinal);
        Assert.Contains("Pause no. 249.", pages[0], StringComparison.Ordinal);
        Assert.Contains("Pause: the first of all.", pages[2], StringComparison.Ordinal);
        Assert.DoesNotContain("the first of all", pages[0], StringComparison.Ordinal);
        Assert.Equal(250, pages.Sum(static page => page.Split("Pause no. ").Length - 1));
        Assert.Equal((3, 3, 252), ((int)api["page"]!, (int)api["pages"]!, (int)api["total"]!));
        Assert.Contains(
            $"/rotations/{rotation.RotationId}/audit",
            (await reader.GetAsync($"/rotations/{rotation.RotationId}")).Body,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999")]
    [InlineData("x")]
    public async Task A_page_that_is_not_there_is_the_nearest(string page)
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, _) = await app.AskAsync();
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Reader));

        Visitor.Answer answer = await reader.GetAsync($"/rotations/{rotation.RotationId}/audit?page={page}");

        Assert.Equal(200, answer.Status);
        Assert.Contains("gate-opened", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WebRoles.Reader, 403)]
    [InlineData(WebRoles.Operator, 200)]
    [InlineData(WebRoles.Emergency, 200)]
    public async Task What_belongs_to_no_rotation_is_read_by_operators_with_how_they_were_known_and_the_address(WebRoles role, int status)
    {
        WebApp app = await StartAsync();
        using Visitor nobody = app.Visit();
        await nobody.GetAsync("/rotations");
        using Visitor visitor = app.Visit().Bearer(app.Key(role));

        foreach (string path in (string[])["/audit", "/api/audit"])
        {
            Visitor.Answer answer = await visitor.GetAsync(path);
            Assert.Equal(status, answer.Status);
            Assert.Equal(
                status is 200,
                answer.Body.Contains("sign-in: Sign in first", StringComparison.Ordinal)
                    && answer.Body.Contains("127.0.0.1", StringComparison.Ordinal));
        }

        Assert.Equal(401, (await nobody.GetAsync("/audit")).Status);
    }

    [Fact]
    public async Task A_trail_of_a_rotation_that_is_not_there_is_not_found()
    {
        WebApp app = await StartAsync();
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Reader));
        Assert.Equal(404, (await reader.GetAsync("/api/rotations/web/audit")).Status); // the name of the other trail
    }

    [Fact]
    public async Task The_report_says_how_people_were_known_and_from_which_address()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, var gate) = await app.AskAsync();
        using Visitor alice = app.Visit();
        for (int number = 0; number < 3; number++)
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            await alice.DecideAsync(await app.LinkAsync(rotation, gate, "alice"), "Approve");
        }

        string report = await app.Get<RotationReport>().WriteAsync(rotation.RotationId, Stop);

        Assert.Contains(
            "| vote | alice | Approve at gate finish-1 via link, plan 0123456789abcdef. | link | `127.0.0.1` |",
            report,
            StringComparison.Ordinal);
        Assert.Contains("3 times, last 2026-03-01 12:00:03Z", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rachel,alice", true)]
    [InlineData("rachel,alice,bob", false)]
    public async Task A_question_that_nobody_can_decide_says_so_where_it_is_read(string approvers, bool isTold)
    {
        WebApp app = await StartAsync(
            change: options => options with { Approvals = new() { Finish = new() { Quorum = 2, Approvers = approvers.Split(',') } } });
        (RotationRecord rotation, var gate) = await app.AskAsync();
        using Visitor alice = app.Visit();
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Reader));

        string page = (await alice.GetAsync(await app.LinkAsync(rotation, gate, "alice"))).Body;

        Assert.Equal(
            isTold,
            page.Contains(
                "The approvers cannot decide this gate as it is configured.</strong> It needs 2 approvers who choose the same, but only 1"
                    + " may decide; rachel requested this rotation.",
                StringComparison.Ordinal));
        Assert.Equal(isTold, (await reader.GetAsync($"/api/rotations/{rotation.RotationId}")).Json["gate"]!["unreachable"] is not null);
    }
}
