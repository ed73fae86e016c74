using System.Globalization;
using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>Until when an approver should decide, and what it means when they did not.</summary>
public sealed class DeadlineTests : WebTest
{
    private const string Passed = "The deadline has passed";

    [Fact]
    public async Task The_page_says_until_when_and_nothing_of_a_deadline_that_has_not_passed()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate) = await AskAsync();
        app.Time.Advance(gate.Deadline!.Value - gate.OpenedAt - TimeSpan.FromSeconds(1));
        string page = await PageAsync(app, rotation, gate);

        string time = gate.Deadline.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Assert.Contains($"""<dt>Please decide by</dt><dd><time datetime="{time}">""", page, StringComparison.Ordinal);
        Assert.Contains("After that the gate counts as held.", page, StringComparison.Ordinal);
        Assert.Contains("Waits for approvers", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Passed, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_it_has_passed_the_page_says_so_and_what_that_means_and_a_vote_still_counts()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate) = await AskAsync();
        app.Time.Advance(gate.Deadline!.Value - gate.OpenedAt);
        string page = await PageAsync(app, rotation, gate);

        Assert.Contains(Passed, page, StringComparison.Ordinal);
        Assert.Contains("Held: the deadline has passed", page, StringComparison.Ordinal);
        Assert.Contains("nothing happens, ", page, StringComparison.Ordinal);
        using Visitor alice = app.Visit();
        Assert.Contains(
            "Recorded.",
            (await alice.DecideAsync(await app.LinkAsync(rotation, gate, "alice"), "Approve")).Body,
            StringComparison.Ordinal);
        Assert.Equal(GateOutcome.Approved, await app.OutcomeAsync(rotation, gate));
        Assert.DoesNotContain(Passed, await PageAsync(app, rotation, gate), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_questions_says_it_too_and_a_closed_one_is_never_overdue()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate) = await AskAsync();
        app.Time.Advance(gate.Deadline!.Value - gate.OpenedAt);
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Reader));
        Assert.Contains(
            "Held: the deadline has passed",
            (await reader.GetAsync($"/rotations/{rotation.RotationId}")).Body,
            StringComparison.Ordinal);

        await app.SupersedeAsync(rotation, gate);
        Assert.DoesNotContain(
            "Deadline passed",
            (await reader.GetAsync($"/rotations/{rotation.RotationId}")).Body,
            StringComparison.Ordinal);
    }

    private async Task<(WebApp App, RotationRecord Rotation, GateRecord Gate)> AskAsync()
    {
        WebApp app = await StartAsync(
            change: static options => options with { Approvals = new() { Finish = new() { Approvers = ["alice"] } } });
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        return (app, rotation, gate);
    }

    private static async Task<string> PageAsync(WebApp app, RotationRecord rotation, GateRecord gate)
    {
        using Visitor alice = app.Visit();
        return (await alice.GetAsync(await app.LinkAsync(rotation, gate, "alice"))).Body;
    }
}
