using TenantTokens.Approvals;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>Gates that are decided on their pages.</summary>
public sealed class VotingTests : WebTest
{
    [Fact]
    public async Task A_quorum_of_two_approves_and_one_of_them_does_not()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        Visitor.Answer first = await DecideAsync(app, rotation, gate, "alice", "Approve");

        Assert.Equal(200, first.Status);
        Assert.Contains("needs 2 equal votes", first.Body, StringComparison.Ordinal);
        Assert.Equal(GateOutcome.Undecided, await app.OutcomeAsync(rotation, gate));

        await DecideAsync(app, rotation, gate, "bob", "Approve");
        Assert.Equal(GateOutcome.Approved, await app.OutcomeAsync(rotation, gate));
    }

    [Fact]
    public async Task The_same_person_twice_is_no_quorum_and_their_later_vote_replaces_the_earlier()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        await DecideAsync(app, rotation, gate, "alice", "Approve");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await DecideAsync(app, rotation, gate, "Alice", "RollBack");

        Vote vote = Assert.Single(await app.VotesAsync(rotation, gate));
        Assert.Equal(GateChoice.RollBack, vote.Choice);
        Assert.Equal(GateOutcome.Undecided, await app.OutcomeAsync(rotation, gate));
    }

    [Fact]
    public async Task A_hold_wins_over_a_quorum_until_it_is_taken_back()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        foreach (string person in (string[])["alice", "bob"])
        {
            await DecideAsync(app, rotation, gate, person, "Approve");
        }

        await DecideAsync(app, rotation, gate, "carol", "Hold");
        Assert.Equal(GateOutcome.Held, await app.OutcomeAsync(rotation, gate));

        app.Time.Advance(TimeSpan.FromSeconds(1));
        await DecideAsync(app, rotation, gate, "carol", "Approve");
        Assert.Equal(GateOutcome.Approved, await app.OutcomeAsync(rotation, gate));
    }

    [Fact]
    public async Task All_of_it_survives_a_crash_between_any_two_votes()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        foreach ((string person, string choice, GateOutcome outcome) in ((string, string, GateOutcome)[])
            [
                ("alice", "Approve", GateOutcome.Undecided),
                ("carol", "Hold", GateOutcome.Held),
                ("bob", "Approve", GateOutcome.Held),
                ("carol", "RollBack", GateOutcome.Approved),
            ])
        {
            app = await CrashAsync(app);
            app.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(200, (await DecideAsync(app, rotation, gate, person, choice)).Status);
            app = await CrashAsync(app);
            Assert.Equal(outcome, await app.OutcomeAsync(rotation, gate));
        }
    }

    [Fact]
    public async Task The_audit_trail_says_who_how_known_when_from_where_and_what_they_saw()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        using Visitor alice = app.Visit();
        await alice.DecideAsync(await app.LinkAsync(rotation, gate, "alice"), "Approve", static form => form["comment"] = "seen the rest");

        AuditEvent entry = Assert.Single(await app.AuditAsync(rotation.RotationId), static entry => entry.Code == "vote");
        Assert.Equal(
            ("alice", "link", "127.0.0.1", Some.PlanHash, Some.Now),
            (entry.By, entry.Via, entry.Address, entry.PlanHash, entry.At));
        Assert.Contains("seen the rest", entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_of_Entra_may_approve_and_another_may_not()
    {
        WebApp app = await StartAsync(
            entra: true,
            change: static options => options with { Approvals = new() { Finish = new() { Approvers = ["group:g-security"] } } });
        TestAuthority entra = await AuthorityAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        object body = new { gate = gate.GateId, choice = "Approve", planHash = gate.PlanHash };
        using Visitor outside = app.Visit().Bearer(entra.Person("dan", groups: ["g-sales"]));
        using Visitor inside = app.Visit().Bearer(entra.Person("erin", groups: ["g-other", "g-security"]));

        Assert.Equal(403, (await outside.PostJsonAsync(Decisions(rotation), body)).Status);
        Assert.Equal(GateOutcome.Undecided, await app.OutcomeAsync(rotation, gate));
        Assert.Equal(200, (await inside.PostJsonAsync(Decisions(rotation), body)).Status);
        Assert.Equal(GateOutcome.Approved, await app.OutcomeAsync(rotation, gate));
    }

    [Fact]
    public async Task Each_kind_of_gate_has_its_own_approvers_where_the_policy_says_so_and_those_of_finish_where_not()
    {
        WebApp app = await StartAsync(change: static options => options with
        {
            Approvals = options.Approvals with { Start = new() { Required = true, Quorum = 1, Approvers = ["sam"] } },
        });
        (RotationRecord rotation, GateRecord finish) = await app.AskAsync();
        GateRecord start = (await app.OpenGateAsync(rotation, GateKind.Start))!;

        Assert.Equal((1, "sam"), (start.Quorum, string.Join(' ', start.Approvers)));
        Assert.Equal((2, "alice bob carol rachel"), (finish.Quorum, string.Join(' ', finish.Approvers)));
    }

    private static string Decisions(RotationRecord rotation) => $"/api/rotations/{rotation.RotationId}/decisions";

    private static async Task<Visitor.Answer> DecideAsync(
        WebApp app,
        RotationRecord rotation,
        GateRecord gate,
        string person,
        string choice)
    {
        using Visitor visitor = app.Visit();
        return await visitor.DecideAsync(await app.LinkAsync(rotation, gate, person), choice);
    }
}
