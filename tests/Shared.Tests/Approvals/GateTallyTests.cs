using TenantTokens.Approvals;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Approvals;

public sealed class GateTallyTests
{
    [Fact]
    public void Nobody_decides_nothing() => Assert.Equal(GateOutcome.Undecided, GateTally.Evaluate(Some.Gate(), []));

    [Fact]
    public void A_quorum_of_distinct_approvers_approves()
        => Assert.Equal(GateOutcome.Approved, GateTally.Evaluate(Some.Gate(quorum: 2), [Some.Vote("alice"), Some.Vote("bob")]));

    [Fact]
    public void One_approver_is_no_quorum_of_two_however_often_they_vote()
        => Assert.Equal(
            GateOutcome.Undecided,
            GateTally.Evaluate(Some.Gate(quorum: 2), [Some.Vote("alice", second: 1), Some.Vote("alice", second: 2)]));

    [Fact]
    public void One_approver_is_no_quorum_of_two_however_they_spell_their_name()
        => Assert.Equal(GateOutcome.Undecided, GateTally.Evaluate(Some.Gate(quorum: 2), [Some.Vote("alice"), Some.Vote("ALICE")]));

    [Fact]
    public void Approvers_who_want_different_things_are_no_quorum()
        => Assert.Equal(
            GateOutcome.Undecided,
            GateTally.Evaluate(Some.Gate(quorum: 2), [Some.Vote("alice"), Some.Vote("bob", GateChoice.RollBack)]));

    [Fact]
    public void A_hold_wins_over_every_approval()
        => Assert.Equal(
            GateOutcome.Held,
            GateTally.Evaluate(Some.Gate(), [Some.Vote("alice"), Some.Vote("bob"), Some.Vote("carol", GateChoice.Hold)]));

    [Fact]
    public void A_hold_wins_over_a_roll_back()
        => Assert.Equal(
            GateOutcome.Held,
            GateTally.Evaluate(Some.Gate(), [Some.Vote("alice", GateChoice.RollBack), Some.Vote("bob", GateChoice.Hold)]));

    [Fact]
    public void A_roll_back_wins_over_an_approval_of_the_same_quorum()
        => Assert.Equal(GateOutcome.RollBack, GateTally.Evaluate(Some.Gate(), [Some.Vote("alice"), Some.Vote("bob", GateChoice.RollBack)]));

    [Fact]
    public void A_hold_that_its_voter_took_back_no_longer_holds()
        => Assert.Equal(
            GateOutcome.Approved,
            GateTally.Evaluate(Some.Gate(), [Some.Vote("alice", second: 2), Some.Vote("alice", GateChoice.Hold, second: 1)]));

    [Fact]
    public void An_approval_that_its_voter_took_back_no_longer_approves()
        => Assert.Equal(
            GateOutcome.Held,
            GateTally.Evaluate(Some.Gate(), [Some.Vote("alice", GateChoice.Hold, second: 2), Some.Vote("alice", second: 1)]));

    [Theory]
    [InlineData("rachel", "asked for the rotation")]
    [InlineData("RACHEL", "asked for the rotation, in capitals")]
    [InlineData("mallory", "is no approver")]
    [InlineData("", "has no name")]
    public void A_vote_does_not_count_of_one_who(string who, string what)
    {
        GateRecord gate = Some.Gate() with { Approvers = ["alice", "rachel"] };
        Assert.True(GateTally.Evaluate(gate, [Some.Vote(who)]) is GateOutcome.Undecided, what);
        Assert.True(GateTally.Evaluate(gate, [Some.Vote("alice"), Some.Vote(who, GateChoice.Hold)]) is GateOutcome.Approved, what);
        Assert.NotNull(GateTally.Eligibility(gate, who));
    }

    [Fact]
    public void A_vote_for_another_plan_does_not_count()
        => Assert.Equal(
            GateOutcome.Undecided,
            GateTally.Evaluate(Some.Gate(), [Some.Vote("alice") with { PlanHash = "fedcba9876543210" }]));

    [Fact]
    public void A_choice_that_the_gate_does_not_offer_does_not_count()
        => Assert.Equal(GateOutcome.Undecided, GateTally.Evaluate(Some.Gate(), [Some.Vote("alice", GateChoice.GoForward)]));

    [Theory]
    [InlineData(GateChoice.Retry, GateOutcome.Retry)]
    [InlineData(GateChoice.GoForward, GateOutcome.GoForward)]
    [InlineData(GateChoice.Approve, GateOutcome.Approved)]
    public void A_cancel_gate_gives_what_was_chosen(GateChoice choice, GateOutcome outcome)
        => Assert.Equal(outcome, GateTally.Evaluate(Some.Gate(kind: GateKind.Cancel), [Some.Vote("alice", choice)]));

    [Fact]
    public void A_cancel_gate_prefers_to_try_again_over_giving_hosts_up()
        => Assert.Equal(
            GateOutcome.Retry,
            GateTally.Evaluate(Some.Gate(kind: GateKind.Cancel), [Some.Vote("alice"), Some.Vote("bob", GateChoice.Retry)]));

    [Theory]
    [InlineData(GateOutcome.Approved)]
    [InlineData(GateOutcome.RollBack)]
    [InlineData(GateOutcome.Superseded)]
    public void A_closed_gate_keeps_its_outcome_whoever_votes(GateOutcome closed)
        => Assert.Equal(closed, GateTally.Evaluate(Some.Gate() with { Outcome = closed }, [Some.Vote("alice", GateChoice.Hold)]));
}
