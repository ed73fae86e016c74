using CsCheck;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

public sealed class FleetMergeTests : FleetMergeTest
{
    [Fact]
    public void A_fleet_that_did_not_change_changes_nothing()
    {
        FleetReading fleet = Some.Fleet([Some.Machine("a")], [Some.ActiveGate("a")], [Some.OneAgent("a"), Some.OneAgent("nowhere")]);
        Assert.Empty(Merge(FleetMatcher.Match(fleet).Targets, fleet).Changes);
    }

    [Fact]
    public void A_joiner_on_a_known_machine_is_pending_and_one_that_nobody_can_reach_is_named()
    {
        FleetMerge.Result merge = Merge(
            [],
            Some.Fleet([Some.Machine("a"), Some.Machine("gw")], [Some.ActiveGate("gw")], [Some.OneAgent("a"), Some.OneAgent("nowhere")]));
        Assert.Equal(
            (1, 2),
            (merge.Count(FleetChangeKind.Joined, Component.ActiveGate), merge.Count(FleetChangeKind.Joined, Component.OneAgent)));
        Assert.Equal(
            [("activegate/gw", TargetState.Pending), ("oneagent/a", TargetState.Pending), ("oneagent/nowhere", TargetState.Uncovered)],
            merge.Changes.Select(static change => (change.After.Name, change.After.State)));
    }

    [Fact]
    public void A_leaver_is_gone_from_Azure_and_silent_at_Dynatrace()
    {
        FleetChange change = Assert.Single(Merge([Target("a"), .. Others()], Fleet()).Changes);
        Assert.Equal(
            (FleetChangeKind.Left, TargetState.Skipped, UncoveredCodes.Gone),
            (change.Kind, change.After.State, change.After.Code));
        Assert.Contains("by rotation", change.After.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_agent_on_a_machine_that_is_still_there_has_not_left()
        => Assert.Empty(Merge([Target("a"), .. Others()], Fleet(machines: [Some.Machine("a")])).Changes);

    [Fact]
    public void An_agent_that_is_heard_has_not_left_although_Azure_shows_its_machine_no_more()
    {
        FleetChange change = Assert.Single(Merge([Target("a"), .. Others()], Fleet(agents: [Some.OneAgent("a")])).Changes);
        Assert.Equal(
            (FleetChangeKind.WentOff, TargetState.Unreachable, "not-in-azure"),
            (change.Kind, change.After.State, change.After.Code));
    }

    [Fact]
    public void When_more_than_half_of_the_machines_are_gone_at_once_nobody_has_left()
    {
        FleetMerge.Result merge = Merge([Target("a"), Target("b"), .. Others()], Some.Fleet([_others[0]]));
        Assert.Equal((0, 2), (merge.Count(FleetChangeKind.Left), merge.Withheld));
    }

    [Fact]
    public void With_fewer_machines_than_configured_nobody_has_left()
    {
        FleetMerge.Result merge = FleetMerge.Merge([Target("a"), .. Others()], Fleet(), minimumMachines: 4, Some.Now);
        Assert.Equal((0, 1), (merge.Count(FleetChangeKind.Left), merge.Withheld));
    }

    [Theory]
    [InlineData(TargetState.Rotated)]
    [InlineData(TargetState.AlreadyCurrent)]
    [InlineData(TargetState.Restored)]
    [InlineData(TargetState.Failed)]
    public void What_a_host_proved_is_not_changed_by_its_leaving_going_off_or_coming_back(TargetState state)
    {
        TargetRecord target = Target("a") with { State = state };
        FleetReading[] readings =
        [
            Fleet(),
            Fleet([Some.Machine("a") with { State = "PowerState/deallocated" }], [Some.OneAgent("a")]),
            Fleet([Some.Machine("a")], [Some.OneAgent("a")]),
        ];
        foreach (FleetReading fleet in readings)
        {
            Assert.All(Merge([target, .. Others()], fleet).Changes, change => Assert.Equal(state, change.After.State));
        }
    }

    [Fact]
    public void A_pending_target_whose_machine_went_off_is_unreachable_since_it_was_last_seen()
    {
        OneAgentInfo silent = Some.OneAgent("a") with { Active = false, AvailabilityState = "SHUTDOWN", LastSeen = _seen };
        FleetChange change = Assert.Single(
            Merge([Target("a"), .. Others()], Fleet([Some.Machine("a") with { State = "PowerState/deallocated" }], [silent])).Changes);
        Assert.Equal(
            (FleetChangeKind.WentOff, TargetState.Unreachable, UncoveredCodes.NotRunning, (DateTimeOffset?)_seen),
            (change.Kind, change.After.State, change.After.Code, change.After.LastSeen));
        Assert.Contains(
            "Last seen 2026-02-28 12:00Z.",
            AcceptedExceptions.ForFinish([change.After]).Single().Reason,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TargetState.Unreachable, UncoveredCodes.NotRunning, true)]
    [InlineData(TargetState.Unreachable, "machine-gone", true)]
    [InlineData(TargetState.Unreachable, "conflict", false)]
    [InlineData(TargetState.Skipped, UncoveredCodes.Gone, true)]
    [InlineData(TargetState.Skipped, "by-name", false)]
    [InlineData(TargetState.Uncovered, UncoveredCodes.Joined, true)]
    [InlineData(TargetState.Uncovered, UncoveredCodes.ArcAgentTooOld, true)]
    [InlineData(TargetState.Uncovered, UncoveredCodes.Contradiction, false)]
    [InlineData(TargetState.Inconclusive, "no-answer", false)]
    [InlineData(TargetState.Expired, "not-after-passed", false)]
    public void A_target_that_can_be_reached_again_is_pending_unless_something_else_was_in_the_way(
        TargetState state,
        string code,
        bool isBack)
    {
        TargetRecord target = Target("a") with { State = state, Code = code, LastSeen = _seen };
        FleetMerge.Result merge = Merge([target, .. Others()], Fleet([Some.Machine("a")], [Some.OneAgent("a")]));
        Assert.Equal(isBack ? 1 : 0, merge.Count(FleetChangeKind.Back));
        Assert.Equal(
            (isBack ? TargetState.Pending : state, null),
            (merge.Changes.Single().After.State, merge.Changes.Single().After.LastSeen));
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("", true, true)]
    [InlineData("PowerState/running", false, true)]
    public void A_machine_that_Azure_told_to_be_off_is_back_when_it_says_that_it_runs_or_its_agent_is_heard(
        string state,
        bool isHeard,
        bool isBack)
    {
        TargetRecord target = Target("a") with { State = TargetState.Unreachable, Code = UncoveredCodes.NotRunning };
        OneAgentInfo agent = Some.OneAgent("a") with { Active = isHeard };
        FleetMerge.Result merge = Merge([target, .. Others()], Fleet([Some.Machine("a") with { State = state }], [agent]));
        Assert.Equal(isBack ? 1 : 0, merge.Count(FleetChangeKind.Back));
    }

    [Fact]
    public void A_target_that_Dynatrace_lists_no_more_is_back_when_Azure_says_that_its_machine_runs()
    {
        TargetRecord gate = FleetMatcher.Match(Some.Fleet([Some.Machine("gw")], [Some.ActiveGate("gw")])).Targets[0] with
        {
            State = TargetState.Unreachable,
            Code = UncoveredCodes.NotRunning,
        };
        FleetChange change = Assert.Single(Merge([gate, .. Others()], Fleet([Some.Machine("gw")])).Changes);
        Assert.Equal((FleetChangeKind.Back, TargetState.Pending), (change.Kind, change.After.State));
        Assert.DoesNotContain(
            Merge([gate, .. Others()], Fleet([Some.Machine("gw") with { State = "PowerState/deallocated" }])).Changes,
            static change => change.Kind is FleetChangeKind.Back);
    }

    [Fact]
    public void A_command_under_way_settles_its_target_by_itself()
    {
        TargetRecord target = Target("a") with
        {
            Send = new("ttr-1", TargetAction.Apply, 1, 1, Some.Now, Settled: false, DeletePending: true),
        };
        FleetReading off = Fleet([Some.Machine("a") with { State = "PowerState/deallocated" }], [Some.OneAgent("a")]);
        Assert.DoesNotContain(Merge([target, .. Others()], off).Changes, static change => change.After.State is not TargetState.Pending);
    }
}
