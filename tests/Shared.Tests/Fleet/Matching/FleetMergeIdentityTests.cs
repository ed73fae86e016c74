using CsCheck;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

/// <summary>Which target is the same one in the next look.</summary>
public sealed class FleetMergeIdentityTests : FleetMergeTest
{
    [Fact]
    public void A_machine_that_was_moved_is_the_same_target_and_one_made_anew_under_its_name_is_another()
    {
        Machine machine = Some.Machine("a") with { VmId = "10000000-0000-0000-0000-000000000001" };
        TargetRecord target = FleetMatcher.Match(Some.Fleet([machine], agents: [Some.OneAgent("a")])).Targets[0] with
        {
            State = TargetState.Rotated,
        };
        Machine moved = Some.Machine("a", group: "elsewhere") with { VmId = machine.VmId };
        Machine anew = machine with { VmId = "10000000-0000-0000-0000-000000000002" };

        FleetChange change = Assert.Single(Merge([target, .. Others()], Fleet([moved], [Some.OneAgent("a")])).Changes);
        Assert.Equal(
            (target.TargetId, "elsewhere", TargetState.Rotated),
            (change.After.TargetId, change.After.Machine!.ResourceGroup, change.After.State));

        FleetMerge.Result merge = Merge(
            [target with { State = TargetState.Pending }, .. Others()],
            Fleet([anew], [Some.OneAgent("a", "HOST-NEW")]));
        Assert.Equal(
            [(FleetChangeKind.Left, target.TargetId), (FleetChangeKind.Joined, TargetIdentityOf(anew))],
            merge.Changes.Select(static found => (found.Kind, found.After.TargetId)));
    }

    [Fact]
    public void A_unique_id_that_two_machines_share_tells_none_apart()
    {
        Machine[] rows =
        [
            Some.Machine("a") with { VmId = "10000000-0000-0000-0000-000000000001" },
            Some.Machine("b") with { VmId = "10000000-0000-0000-0000-000000000001" },
        ];
        Assert.All(MachineTwins.Join(rows), static machine => Assert.Equal((null, machine.ResourceId), (machine.VmId, machine.Identity)));
        Assert.Equal(rows[0].VmId, MachineTwins.Join([rows[0]])[0].Identity);
    }

    [Fact]
    public void An_ActiveGate_that_came_back_under_another_id_is_the_same_target_since_then()
    {
        TargetRecord gate = FleetMatcher.Match(Some.Fleet([Some.Machine("gw")], [Some.ActiveGate("gw", "0x1")])).Targets[0] with
        {
            State = TargetState.Rotated,
        };
        FleetReading fleet = Some.Fleet(
            [Some.Machine("gw"), .. _others],
            [Some.ActiveGate("gw", "0x1") with { OfflineSince = Some.Now }, Some.ActiveGate("gw.corp.example", "0x2")],
            [.. _others.Select(static machine => Some.OneAgent(machine.Name))]);

        FleetChange change = Assert.Single(Merge([gate, .. Others()], fleet).Changes);

        Assert.Equal(
            (gate.TargetId, "0x2", (DateTimeOffset?)Some.Now),
            (change.After.TargetId, change.After.AgentId, change.After.RecreatedAt));
        Assert.Empty(FleetMerge.TurnedUp([change.After], fleet.ActiveGates, []));
    }

    [Fact]
    public void A_joiner_whose_machine_is_found_later_keeps_its_id_and_becomes_pending()
    {
        TargetRecord joiner = FleetMerge.TurnedUp([], [], [Some.OneAgent("late")]).Single();
        Assert.Equal((TargetState.Uncovered, UncoveredCodes.Joined), (joiner.State, joiner.Code));
        FleetChange change = Assert.Single(Merge([joiner], Some.Fleet([Some.Machine("late")], agents: [Some.OneAgent("late")])).Changes);
        Assert.Equal(
            (joiner.TargetId, TargetState.Pending, "late"),
            (change.After.TargetId, change.After.State, change.After.Machine!.Name));
    }

    [Fact]
    public void An_agent_under_another_id_on_the_same_machine_is_the_same_target_and_says_since_when()
    {
        FleetChange change = Assert.Single(Merge(
            [Target("a") with { State = TargetState.Rotated }, .. Others()],
            Fleet([Some.Machine("a")], [Some.OneAgent("a", "HOST-NEW")])).Changes);
        Assert.Equal(
            (TargetState.Rotated, "HOST-NEW", (DateTimeOffset?)Some.Now),
            (change.After.State, change.After.AgentId, change.After.RecreatedAt));
    }

    [Fact]
    public void Agents_that_a_probe_told_apart_are_not_mixed_up_by_their_names_again()
    {
        TargetRecord real = Target("a") with { AgentId = "HOST-NEW" };
        TargetRecord ghost = FleetMatcher.Uncovered(Component.OneAgent, "a", "HOST-OLD", UncoveredCodes.UnknownMachine, "ghost");
        FleetMerge.Result merge = Merge([real, ghost, .. Others()], Fleet([Some.Machine("a")], [Some.OneAgent("a", "HOST-OLD")]));
        Assert.DoesNotContain(merge.Changes, change => change.After.TargetId == ghost.TargetId && change.After.Machine is not null);
        Assert.DoesNotContain(merge.Changes, static change => change.After.AgentId == "HOST-OLD" && change.After.Machine is not null);
    }

    private static string TargetIdentityOf(Machine machine)
        => FleetMatcher.Match(Some.Fleet([machine], agents: [Some.OneAgent(machine.Name)])).Targets[0].TargetId;
}
