using CsCheck;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

/// <summary>Agents that no run command can reach, each named with what to do.</summary>
public sealed class UncoveredAgentTests : FleetMatcherTest
{
    [Fact]
    public void An_instance_of_a_uniform_scale_set_is_uncovered_with_what_to_do_and_no_unknown_machine()
    {
        ScaleSetInstance instance = new("/subscriptions/s/x/virtualMachineScaleSets/pool/virtualMachines/3", "pool", "pool000003");
        OneAgentInfo[] agents =
        [
            Some.OneAgent("pool000003", "HOST-NAME"),
            Some.OneAgent("whatever", "HOST-ID") with { AzureResourceId = instance.ResourceId },
            Some.OneAgent("pool000009", "HOST-SAYS-SO") with { ScaleSetName = "pool" },
        ];
        IReadOnlyList<TargetRecord> targets = FleetMatcher.Match(
            Some.Fleet([Some.Machine("web-01")], agents: agents, instances: [instance])).Targets;
        Assert.All(
            targets,
            static target => Assert.Equal((TargetState.Uncovered, UncoveredCodes.ScaleSetInstance), (target.State, target.Code)));
        Assert.All(
            targets,
            static target => Assert.Contains(
                "scale set pool: put the new token into its model or image, then reimage or roll the instances",
                target.Message,
                StringComparison.Ordinal));
    }

    [Fact]
    public void A_cluster_is_one_line_that_moves_by_itself_however_many_nodes_it_has()
    {
        OneAgentInfo Node(int number, string cluster)
            => Some.OneAgent($"{cluster}-{number}") with { KubernetesCluster = cluster, NetworkZone = "zone-9" };
        FleetMatch match = FleetMatcher.Match(
            Some.Fleet(gates: [Some.ActiveGate("gw")], agents: [Node(1, "aks"), Node(2, "aks"), Node(3, "aks"), Node(1, "ocp")]));
        TargetRecord[] clusters = [.. match.Targets.Where(static target => target.State is TargetState.SelfRotating)];
        Assert.Equal(
            [("oneagent/cluster aks", 3), ("oneagent/cluster ocp", 1)],
            clusters.Select(static cluster => (cluster.Name, cluster.Agents)));
        Assert.Equal(3, match.Accounts.Values.Count(id => id == clusters[0].TargetId));
        Assert.All(clusters, static cluster => Assert.False(cluster.IsBehindGates));
    }

    [Theory]
    [InlineData("zone-1", "0xnone", true)]
    [InlineData("zone-9", "0xgw", true)]
    [InlineData("zone-9", "0xnone", false)]
    public void A_cluster_is_behind_our_gates_by_its_zone_or_by_the_gate_it_uses(string zone, string gate, bool isBehind)
    {
        OneAgentInfo node = Some.OneAgent("node") with { KubernetesNode = "n", NetworkZone = zone, CurrentActiveGateIds = [gate] };
        Assert.Equal(
            isBehind,
            Match([], [Some.ActiveGate("gw")], [node]).Single(static target => target.State is TargetState.SelfRotating).IsBehindGates);
    }

    [Fact]
    public void A_node_that_commands_reach_is_probed_because_nobody_knows_whether_an_operator_runs_its_agent()
    {
        TargetRecord node = Assert.Single(
            Match([Some.Machine("node-1")], [], [Some.OneAgent("node-1") with { KubernetesCluster = "self-made" }]));
        Assert.Equal((TargetState.Pending, "self-made"), (node.State, node.Cluster));
    }

    [Theory]
    [InlineData("AZURE_WEBSITES", UncoveredCodes.Container, "AZURE_WEBSITES")]
    [InlineData(null, UncoveredCodes.UnknownMachine, "Rotate it by hand")]
    public void What_runs_on_a_platform_is_told_from_what_nobody_knows(string? platform, string code, string told)
    {
        TargetRecord target = Assert.Single(Match([], [], [Some.OneAgent("app") with { PaasType = platform }]));
        Assert.Equal(code, target.Code);
        Assert.Contains(told, target.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_whose_Arc_agent_cannot_run_commands_is_uncovered_although_it_is_connected()
    {
        Machine machine = Some.Arc("web-01") with { Obstacle = new(UncoveredCodes.ArcAgentTooOld, "Upgrade it.") };
        TargetRecord target = Assert.Single(Match([machine], [], [Some.OneAgent("web-01")]));
        Assert.Equal((TargetState.Uncovered, UncoveredCodes.ArcAgentTooOld, "Upgrade it."), (target.State, target.Code, target.Message));
    }

    [Fact]
    public void An_ActiveGate_in_a_container_is_uncovered_even_on_a_known_machine()
        => Assert.Equal(
            (TargetState.Uncovered, UncoveredCodes.Container),
            One(Match([Some.Machine("gw")], [Some.ActiveGate("gw") with { Containerized = true }], [])));

    [Theory]
    [InlineData("STANDALONE")]
    [InlineData("standalone")]
    public void An_application_only_agent_is_uncovered(string type)
        => Assert.Equal(
            (TargetState.Uncovered, UncoveredCodes.ApplicationOnly),
            One(Match([Some.Machine("web-01")], [], [Some.OneAgent("web-01") with { MonitoringType = type }])));

    [Fact]
    public void An_ActiveGate_of_the_cluster_is_left_out_and_others_are_not()
        => Assert.Equal(
            "activegate/ours",
            Assert.Single(
                Match([Some.Machine("ours")], [Some.ActiveGate("theirs") with { Type = "CLUSTER" }, Some.ActiveGate("ours")], [])).Name);
}
