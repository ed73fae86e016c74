using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Exceptions;

public sealed class AcceptedExceptionsTests
{
    public static TheoryData<TargetState> NotOnTheNewToken
        => [.. Enum.GetValues<TargetState>().Where(static state => state is not (TargetState.Rotated or TargetState.AlreadyCurrent))];

    [Theory]
    [MemberData(nameof(NotOnTheNewToken))]
    public void At_finish_whatever_is_not_proved_on_the_new_token_is_named(TargetState state)
    {
        ExceptionItem item = Assert.Single(
            AcceptedExceptions.ForFinish([Some.Target("web-01", TargetState.Rotated), Some.Target("web-02", state)]));
        Assert.Equal(("oneagent/web-02", state.ToString()), (item.Name, item.State));
        Assert.NotEmpty(item.Reason);
    }

    [Fact]
    public void At_finish_what_is_proved_on_the_new_token_is_not_named()
        => Assert.Empty(AcceptedExceptions.ForFinish(
            [Some.Target("web-01", TargetState.Rotated), Some.Target("web-02", TargetState.AlreadyCurrent) with { Stale = new(0, []) }]));

    [Fact]
    public void At_finish_a_host_whose_processes_keep_the_old_token_is_named()
    {
        ExceptionItem item = Assert.Single(
            AcceptedExceptions.ForFinish([Some.Target("web-01", TargetState.Rotated) with { Stale = new(2, ["java", "nginx"]) }]));
        Assert.Equal(("oneagent/web-01", ExceptionItem.StaleProcesses), (item.Name, item.State));
        Assert.Contains("2 processes", item.Reason, StringComparison.Ordinal);
        Assert.Contains("java, nginx", item.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TargetState.Pending)]
    [InlineData(TargetState.Rotated)]
    [InlineData(TargetState.Failed)]
    [InlineData(TargetState.Inconclusive)]
    public void At_cancel_a_touched_host_that_is_not_restored_is_named(TargetState state)
        => Assert.Equal(state.ToString(), Assert.Single(AcceptedExceptions.ForCancel([Some.Touched("web-01", state)])).State);

    [Fact]
    public void At_cancel_a_restored_or_untouched_host_is_not_named()
        => Assert.Empty(AcceptedExceptions.ForCancel(
            [Some.Touched("web-01", TargetState.Restored), Some.Target("web-02"), Some.Target("web-03", TargetState.Uncovered)]));

    [Fact]
    public void At_cancel_a_joiner_that_may_carry_the_new_token_is_named()
        => Assert.Equal(
            "oneagent/late",
            Assert.Single(
                AcceptedExceptions.ForCancel([Some.Target("late", TargetState.Uncovered) with { HasJoined = true, Machine = null }])).Name);

    public static TheoryData<string, TargetRecord, bool, bool> BeforeTheActiveGatesGoBack => new()
    {
        { "a OneAgent on the new token", Some.Touched("a", TargetState.Rotated), false, true },
        { "one whose restore failed", Some.Touched("a", TargetState.Failed), false, true },
        {
            "a joiner that Azure does not know",
            Some.Target("a", TargetState.Uncovered) with { HasJoined = true, Machine = null },
            false,
            true
        },
        { "one that has the old token back", Some.Touched("a", TargetState.Restored), false, false },
        { "one that nobody touched", Some.Target("a", TargetState.Failed), false, false },
        {
            "one that is gone",
            Some.Touched("a", TargetState.Skipped) with { Code = TenantTokens.Machines.UncoveredCodes.Gone },
            false,
            false
        },
        { "an ActiveGate", Some.Touched("a", TargetState.Rotated, TenantTokens.Machines.Component.ActiveGate), false, false },
        { "a cluster behind them that has moved", Some.Target("a", TargetState.SelfRotating) with { IsBehindGates = true }, true, true },
        { "a cluster behind them that has not", Some.Target("a", TargetState.SelfRotating) with { IsBehindGates = true }, false, false },
        { "a cluster that no ActiveGate of ours serves", Some.Target("a", TargetState.SelfRotating), true, false },
    };

    [Theory]
    [MemberData(nameof(BeforeTheActiveGatesGoBack))]
    public void Before_the_ActiveGates_go_back_every_OneAgent_that_they_would_reject_is_named(
        string which,
        TargetRecord target,
        bool operatorsHaveMoved,
        bool isNamed)
        => Assert.True(isNamed == AcceptedExceptions.ForRestoringActiveGates([target], operatorsHaveMoved).Count is 1, which);

    [Fact]
    public void A_smaller_rest_is_covered() => Assert.Empty(AcceptedExceptions.Growth([Item("a")], [Item("a"), Item("b")]));

    [Fact]
    public void The_same_rest_in_other_words_is_covered()
        => Assert.Empty(AcceptedExceptions.Growth([Item("a") with { Reason = "now" }], [Item("a") with { Reason = "then" }]));

    [Fact]
    public void An_addition_is_growth() => Assert.Equal([Item("b")], AcceptedExceptions.Growth([Item("a"), Item("b")], [Item("a")]));

    [Fact]
    public void Another_state_is_growth()
        => Assert.Single(AcceptedExceptions.Growth([Item("a", nameof(TargetState.Inconclusive))], [Item("a", nameof(TargetState.Failed))]));

    [Fact]
    public void A_failed_host_is_not_covered_by_an_approval_of_its_stale_processes()
        => Assert.Single(AcceptedExceptions.Growth([Item("a", nameof(TargetState.Failed))], [Item("a", ExceptionItem.StaleProcesses)]));

    [Fact]
    public void Names_are_not_the_same_in_another_case() => Assert.Single(AcceptedExceptions.Growth([Item("a")], [Item("A")]));

    [Fact]
    public void A_second_host_of_an_accepted_name_is_growth()
    {
        TargetRecord accepted = Some.Target("web-01", TargetState.Uncovered);
        TargetRecord joiner = accepted with { TargetId = "oa-joiner", AgentId = "HOST-joiner" };
        Assert.Single(
            AcceptedExceptions.Growth(AcceptedExceptions.ForFinish([accepted, joiner]), AcceptedExceptions.ForFinish([accepted])));
    }

    [Fact]
    public void More_stale_processes_than_were_accepted_are_growth()
    {
        TargetRecord target = Some.Target("web-01", TargetState.Rotated);
        IReadOnlyList<ExceptionItem> approved = AcceptedExceptions.ForFinish([target with { Stale = new(2, ["java"]) }]);
        Assert.Single(AcceptedExceptions.Growth(AcceptedExceptions.ForFinish([target with { Stale = new(3, ["java"]) }]), approved));
        Assert.Empty(AcceptedExceptions.Growth(AcceptedExceptions.ForFinish([target with { Stale = new(1, ["java"]) }]), approved));
    }

    private static ExceptionItem Item(string name, string state = nameof(TargetState.Failed)) => new(name, state, "because");
}
