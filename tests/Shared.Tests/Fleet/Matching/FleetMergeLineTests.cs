using CsCheck;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

/// <summary>Lines that stand for many agents, when the fleet changes.</summary>
public sealed class FleetMergeLineTests : FleetMergeTest
{
    [Fact]
    public void A_new_node_of_an_operated_cluster_is_in_its_line()
    {
        OneAgentInfo[] nodes =
        [
            Some.OneAgent("n1") with { KubernetesCluster = "aks" },
            Some.OneAgent("n2") with { KubernetesCluster = "aks" },
        ];
        IReadOnlyList<TargetRecord> line = FleetMatcher.Match(Some.Fleet(agents: [nodes[0]])).Targets;
        Assert.Empty(Merge(line, Some.Fleet([Some.Machine("n2")], agents: nodes)).Changes);
        Assert.Empty(FleetMerge.TurnedUp(line, [], nodes));
    }

    [Fact]
    public void A_machine_that_Azure_deletes_is_counted_once_by_its_own_target_or_by_the_line()
    {
        OneAgentInfo[] silent = [Silent("planned"), Silent("scaled-1"), Silent("scaled-2")];
        TargetRecord planned = FleetMatcher.Uncovered(
            Component.OneAgent,
            "planned",
            silent[0].EntityId,
            UncoveredCodes.UnknownMachine,
            "not in the fleet");

        FleetMerge.Result merge = Merge([planned, .. Others()], WithDeleted(silent));

        Assert.Equal(
            [(FleetChangeKind.Left, "oneagent/planned", 1), (FleetChangeKind.Facts, "oneagent/deleted machines", 2)],
            merge.Changes.Select(static change => (change.Kind, change.After.Name, change.After.Agents)));
        Assert.All(merge.Changes, static change => Assert.Equal((true, false), (change.After.IsGone, change.After.HasJoined)));
    }

    [Fact]
    public void The_line_of_the_deleted_machines_follows_their_number_and_one_that_is_heard_again_is_a_target_of_its_own()
    {
        OneAgentInfo[] silent = [Silent("scaled-1"), Silent("scaled-2")];
        TargetRecord[] before = [.. Others(), FleetMatcher.Match(WithDeleted(silent)).Targets.Single(IsLine)];

        Assert.Empty(Merge(before, WithDeleted(silent)).Changes);
        FleetMerge.Result merge = Merge(
            before,
            WithDeleted([silent[0], silent[1] with { Active = true, AvailabilityState = "MONITORED" }]));
        Assert.Equal(
            [(FleetChangeKind.Joined, "oneagent/scaled-2", 1), (FleetChangeKind.Facts, "oneagent/deleted machines", 1)],
            merge.Changes.Select(static change => (change.Kind, change.After.Name, change.After.Agents)));
    }

    [Fact]
    public void An_agent_of_a_deleted_machine_does_not_turn_up_and_one_that_was_seen_since_does()
    {
        OneAgentInfo[] silent = [Silent("scaled-1")];
        TargetRecord line = FleetMatcher.Match(WithDeleted(silent)).Targets.Single(IsLine);
        Assert.Empty(FleetMerge.TurnedUp([line], [], silent));
        Assert.Equal(
            "oneagent/late",
            Assert.Single(FleetMerge.TurnedUp([line], [], [.. silent, Silent("late") with { LastSeen = Some.Now }])).Name);
    }

    [Fact]
    public void An_agent_that_a_target_stands_for_does_not_turn_up()
        => Assert.Empty(FleetMerge.TurnedUp(
            [Target("a"), Some.Target("gw", component: Component.ActiveGate) with { AgentId = "0xgw" }],
            [Some.ActiveGate("gw"), Some.ActiveGate("theirs") with { Type = "CLUSTER" }],
            [Some.OneAgent("a")]));

    private static OneAgentInfo Silent(string name)
        => Some.OneAgent(name) with
        {
            Active = false,
            AvailabilityState = "SHUTDOWN",
            LastSeen = _seen,
            AzureResourceId = Some.Machine(name).ResourceId,
        };

    private static FleetReading WithDeleted(IReadOnlyList<OneAgentInfo> agents)
        => Fleet(agents: agents) with { Deleted = agents.Select(static agent => agent.AzureResourceId!).ToHashSet() };
}
