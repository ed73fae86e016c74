using CsCheck;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Tests.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

public sealed class FleetMatcherTests
{
    [Fact]
    public void An_agent_on_a_known_machine_is_a_target_to_rotate()
    {
        TargetRecord target = Assert.Single(Match([Some.Machine("web-01")], [], [Some.OneAgent("web-01")]));
        Assert.Equal((TargetState.Pending, "oneagent/web-01", "HOST-web-01"), (target.State, target.Name, target.AgentId));
        Assert.NotNull(target.Machine);
    }

    [Theory]
    [InlineData("web-01.corp.example", "web-01")]
    [InlineData("web-01", "web-01.corp.example")]
    [InlineData("WEB-01", "web-01")]
    public void Short_and_full_names_in_any_case_are_the_same_host(string agent, string computer)
        => Assert.Equal(
            TargetState.Pending,
            Assert.Single(Match([Some.Machine("vm") with { ComputerName = computer }], [], [Some.OneAgent(agent)])).State);

    [Fact]
    public void An_agent_that_fits_no_machine_is_uncovered_by_name()
        => Assert.Equal(
            (TargetState.Uncovered, UncoveredCodes.UnknownMachine),
            One(Match([Some.Machine("web-01")], [], [Some.OneAgent("web-011")])));

    [Fact]
    public void An_agent_that_fits_two_machines_is_not_guessed()
        => Assert.Equal(
            (TargetState.Uncovered, UncoveredCodes.Ambiguous),
            One(Match([Some.Machine("web-01"), Some.Machine("web-01", group: "other")], [], [Some.OneAgent("web-01")])));

    [Fact]
    public void Two_agents_that_claim_one_machine_are_both_named_and_the_machine_is_probed_to_tell_them_apart()
    {
        FleetMatch match = FleetMatcher.Match(
            Some.Fleet([Some.Machine("web-01")], agents: [Some.OneAgent("web-01", "HOST-1"), Some.OneAgent("web-01", "HOST-2")]));
        Assert.Equal(["HOST-1", "HOST-2"], match.Targets.Select(static target => target.AgentId).Order());
        Assert.All(
            match.Targets,
            static target => Assert.Equal(
                (TargetState.Uncovered, UncoveredCodes.Ambiguous, null),
                (target.State, target.Code, target.Machine)));
        Assert.Contains("HOST-1, HOST-2", match.Targets[0].Message, StringComparison.Ordinal);
        TargetRecord candidate = Assert.Single(match.Candidates);
        Assert.Equal(("web-01", TargetState.Pending, null), (candidate.Machine!.Name, candidate.State, candidate.AgentId));
    }

    [Fact]
    public void Two_ActiveGates_that_claim_one_machine_are_not_probed_because_a_probe_cannot_tell_them_apart()
    {
        FleetMatch match = FleetMatcher.Match(
            Some.Fleet([Some.Machine("gw")], [Some.ActiveGate("gw", "0x1"), Some.ActiveGate("gw", "0x2")]));
        Assert.Equal(2, match.Targets.Count(static target => target.Code is UncoveredCodes.Ambiguous));
        Assert.Empty(match.Candidates);
    }

    [Fact]
    public void The_machine_that_an_agent_names_wins_over_one_of_its_name()
    {
        Machine named = Some.Machine("vm-7") with { ComputerName = "other" };
        OneAgentInfo agent = Some.OneAgent("web-01") with { AzureResourceId = named.ResourceId.ToUpperInvariant() };
        Assert.Equal("vm-7", Assert.Single(Match([Some.Machine("web-01"), named], [], [agent])).Machine!.Name);
    }

    [Fact]
    public void An_agent_that_names_a_machine_outside_of_the_fleet_is_not_put_on_one_of_its_name()
    {
        TargetRecord target = Assert.Single(Match(
            [Some.Machine("web-01")],
            [],
            [Some.OneAgent("web-01") with { AzureResourceId = Some.Machine("web-01", group: "elsewhere").ResourceId }]));
        Assert.Equal((TargetState.Uncovered, UncoveredCodes.UnknownMachine, null), (target.State, target.Code, target.Machine));
        Assert.Contains("/elsewhere/", target.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", "10.0.0.2", "b")]
    [InlineData("10.0.0.1", "10.0.0.1,10.0.0.2", "10.0.0.1", null)]
    [InlineData(null, "10.0.0.2", "10.0.0.2", null)]
    [InlineData("10.0.0.1", "10.0.0.2", "10.0.0.3", null)]
    public void An_address_tells_machines_of_one_name_apart_only_when_all_addresses_are_known(
        string? first,
        string second,
        string agent,
        string? group)
    {
        Machine[] machines =
        [
            Some.Machine("web-01", group: "a") with { Addresses = first },
            Some.Machine("web-01", group: "b") with { Addresses = second },
        ];
        TargetRecord target = Assert.Single(Match(machines, [], [Some.OneAgent("web-01") with { IpAddresses = [agent] }]));
        Assert.Equal(group, target.Machine?.ResourceGroup);
    }

    [Fact]
    public void Both_machines_of_an_ambiguous_name_are_listed_and_probed()
    {
        FleetMatch match = FleetMatcher.Match(
            Some.Fleet([Some.Machine("web-01"), Some.Machine("web-01", group: "other")], agents: [Some.OneAgent("web-01")]));
        Assert.Contains("/rg/", match.Targets[0].Message, StringComparison.Ordinal);
        Assert.Contains("/other/", match.Targets[0].Message, StringComparison.Ordinal);
        Assert.Equal(2, match.Candidates.Count);
    }

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
    public void An_instance_of_a_flexible_scale_set_is_an_ordinary_machine()
    {
        Machine vm = Some.Machine("flex_1");
        TargetRecord target = Assert.Single(
            Match([vm], [], [Some.OneAgent("flex_1") with { ScaleSetName = "flex", AzureResourceId = vm.ResourceId }]));
        Assert.Equal(TargetState.Pending, target.State);
    }

    [Fact]
    public void Silent_agents_on_deleted_machines_are_one_line_with_their_count_that_nobody_has_to_accept()
    {
        OneAgentInfo[] gone =
        [
            Deleted("scaled-1", Some.Now.AddDays(-40)),
            Deleted("scaled-2", Some.Now.AddDays(-10)),
            Deleted("node", Some.Now.AddDays(-20)) with { KubernetesCluster = "aks" },
        ];
        FleetMatch match = FleetMatcher.Match(WithDeleted([Some.Machine("web-01")], [Some.OneAgent("web-01"), .. gone]));

        TargetRecord line = Assert.Single(match.Targets, static target => target.IsGone);
        Assert.Equal(
            (TargetState.Skipped, 3, (DateTimeOffset?)Some.Now.AddDays(-10), 2),
            (line.State, line.Agents, line.LastSeen, match.Targets.Count));
        Assert.Contains("3 offline agents ran on machines that Azure has deleted", line.Message, StringComparison.Ordinal);
        Assert.All(gone, agent => Assert.Equal(line.TargetId, match.Accounts[agent.EntityId]));
        Assert.Empty(AcceptedExceptions.Growth(AcceptedExceptions.ToAccept([line]), []));
    }

    [Fact]
    public void An_agent_is_not_gone_while_it_is_heard_its_machine_is_there_or_one_of_its_name_may_be_the_moved_one()
    {
        OneAgentInfo[] agents =
        [
            Deleted("heard", Some.Now) with { Active = true, AvailabilityState = "MONITORED" },
            Deleted("there", Some.Now),
            Deleted("moved", Some.Now),
            Some.OneAgent("no-id") with { Active = false },
        ];
        FleetMatch match = FleetMatcher.Match(WithDeleted([Some.Machine("there", group: "old"), Some.Machine("moved")], agents));

        Assert.DoesNotContain(match.Targets, static target => target.IsGone);
        Assert.Equal(
            [TargetState.Uncovered, TargetState.Uncovered, TargetState.Uncovered, TargetState.Pending],
            match.Targets.Select(static target => target.State));
        Assert.Equal("oneagent/there", match.Targets[^1].Name);
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
    public void Every_agent_is_in_exactly_one_target_and_every_target_is_there_once()
        => SomeFleets.Readings.Sample(
            static fleet =>
            {
                FleetMatch match = FleetMatcher.Match(fleet);
                Assert.Equal(
                    fleet.Agents.Select(static agent => agent.EntityId)
                        .Concat(fleet.Gates.Where(static gate => gate.Type is not "CLUSTER").Select(static gate => gate.Id))
                        .Distinct()
                        .Order(StringComparer.Ordinal),
                    match.Accounts.Keys.Order(StringComparer.Ordinal));
                Assert.Equal(match.Targets.Count, match.Targets.Select(static target => target.TargetId).Distinct().Count());
                Assert.Equal(match.Targets.Select(static target => target.TargetId).Order(), match.Accounts.Values.Distinct().Order());
                Assert.Equal(match.Accounts.Count - match.Ghosts.Count, match.Targets.Sum(static target => target.Agents));
                Assert.Empty(match.Candidates.Select(static target => target.TargetId)
                    .Intersect(match.Targets.Select(static target => target.TargetId)));
                Assert.All(
                    match.Targets.Where(static target => target.Machine is not null)
                        .GroupBy(static target => (target.Component, target.Machine!.ResourceId)),
                    static claims => Assert.Single(claims));
                Coverage counts = Coverage.From([.. match.Targets]);
                Assert.Equal(
                    counts.Total,
                    counts.Lines().Where(static line => line.State is not nameof(Coverage.Total)).Sum(static line => line.Count));
            },
            iter: 300);

    [Theory]
    [InlineData("gate-01", "gate-01.corp.example")]
    [InlineData("gate-01.corp.example", "GATE-01")]
    [InlineData("gate-01", "gate-01")]
    public void An_offline_ActiveGate_of_the_same_name_and_addresses_as_the_online_one_is_its_ghost_and_blocks_nothing(
        string former,
        string current)
    {
        FleetMatch match = FleetMatcher.Match(
            Some.Fleet([Some.Machine("gate-01")], [Offline(former, "0x00000001"), Some.ActiveGate(current, "0x00000002")]));

        TargetRecord target = Assert.Single(match.Targets);
        Assert.Equal((TargetState.Pending, "0x00000002", "gate-01"), (target.State, target.AgentId, target.Machine!.Name));
        Assert.Equal(("0x00000001", "0x00000002"), (Assert.Single(match.Ghosts).Key, Assert.Single(match.Ghosts).Value));
        Assert.Equal(target.TargetId, match.Accounts["0x00000001"]);
    }

    [Fact]
    public void What_may_be_another_ActiveGate_is_no_ghost()
    {
        ActiveGateInfo online = Some.ActiveGate("gate-01", "0x2") with { NetworkAddresses = ["gate-01", "10.0.0.1"] };
        ActiveGateInfo recreated = Offline("gate-01", "0x1") with { NetworkAddresses = ["gate-01", "10.0.0.9"] };
        ActiveGateInfo clone = Offline("gate-01", "0x1") with { NetworkAddresses = online.NetworkAddresses };

        Assert.Empty(FleetMatcher.Match(Some.Fleet([Some.Machine("gate-01")], [online, recreated])).Ghosts);
        Assert.Empty(
            FleetMatcher.Match(Some.Fleet([Some.Machine("gate-01"), Some.Machine("gate-01", group: "other")], [online, clone])).Ghosts);
        Assert.Empty(FleetMatcher.Match(Some.Fleet(
            [Some.Machine("gate-01")],
            [online with { Hostname = "gate-01.a.example" }, clone with { Hostname = "gate-01.b.example" }])).Ghosts);
        Assert.Empty(FleetMatcher.Match(Some.Fleet([Some.Machine("gate-01")], [clone with { OfflineSince = null }, online])).Ghosts);
        Assert.Empty(FleetMatcher.Match(Some.Fleet([Some.Machine("gate-01")], [clone, online with { OfflineSince = Some.Now }])).Ghosts);
        Assert.Single(FleetMatcher.Match(Some.Fleet([Some.Machine("gate-01")], [clone, online])).Ghosts);
    }

    [Fact]
    public void A_OneAgent_that_was_installed_anew_leaves_no_target_behind_and_one_that_names_another_machine_does()
    {
        OneAgentInfo online = Some.OneAgent("web-01", "HOST-2") with { IpAddresses = ["10.0.0.1"] };
        OneAgentInfo former = Some.OneAgent("web-01", "HOST-1") with { IpAddresses = ["10.0.0.1"], Active = false };

        Assert.Equal("HOST-2", Assert.Single(Match([Some.Machine("web-01")], [], [former, online])).AgentId);
        Assert.Equal(
            2,
            Match(
                [Some.Machine("web-01")],
                [],
                [former with { AzureResourceId = Some.Machine("web-01", group: "old").ResourceId }, online]).Count);
        Assert.Equal(2, Match([Some.Machine("web-01")], [], [former with { IpAddresses = ["10.0.0.2"] }, online]).Count);
    }

    [Fact]
    public void An_ActiveGate_and_a_OneAgent_on_one_machine_are_two_targets()
        => Assert.Equal(
            ["activegate/web-01", "oneagent/web-01"],
            Match([Some.Machine("web-01")], [Some.ActiveGate("web-01")], [Some.OneAgent("web-01")]).Select(static target => target.Name));

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

    [Theory]
    [InlineData(MachineKind.VirtualMachine)]
    [InlineData(MachineKind.Arc)]
    public void A_machine_whose_power_state_Azure_does_not_say_is_tried(MachineKind kind)
        => Assert.Equal(
            (TargetState.Pending, null),
            One(Match([Some.Machine("web-01") with { Kind = kind, State = "" }], [], [Some.OneAgent("web-01")])));

    [Theory]
    [InlineData(MachineKind.VirtualMachine, "PowerState/deallocated")]
    [InlineData(MachineKind.Arc, "Disconnected")]
    [InlineData(MachineKind.Arc, "PowerState/running")]
    [InlineData(MachineKind.VirtualMachine, "PowerState/stopped")]
    public void A_machine_that_is_off_or_disconnected_is_unreachable(MachineKind kind, string state)
        => Assert.Equal(
            (TargetState.Unreachable, UncoveredCodes.NotRunning),
            One(Match([Some.Machine("web-01") with { Kind = kind, State = state }], [], [Some.OneAgent("web-01")])));

    [Fact]
    public void Ids_are_the_same_in_every_order_power_state_and_spelling_of_the_resource()
    {
        Machine one = Some.Machine("web-01");
        Machine two = Some.Machine("web-02");
        OneAgentInfo[] agents = [Some.OneAgent("web-01"), Some.OneAgent("web-02"), Some.OneAgent("nowhere")];
        IEnumerable<string> there = Match([one, two], [], agents).Select(static target => target.TargetId);
        Machine asAzureSpellsItToday = one with { ResourceId = one.ResourceId.ToUpperInvariant(), State = "PowerState/deallocated" };
        IEnumerable<string> back = Match([two, asAzureSpellsItToday], [], [.. agents.Reverse()]).Select(static target => target.TargetId);
        Assert.Equal(there, back);
        Assert.Equal(3, there.Distinct().Count());
    }

    [Fact]
    public void ActiveGates_of_one_zone_and_group_are_a_pool_and_others_are_not()
    {
        IReadOnlyList<TargetRecord> gates = Match(
            [],
            [Some.ActiveGate("a"), Some.ActiveGate("b"), Some.ActiveGate("c", group: "other")],
            []);
        Assert.Equal(gates[0].Pool, gates[1].Pool);
        Assert.NotEqual(gates[0].Pool, gates[2].Pool);
    }

    private static IReadOnlyList<TargetRecord> Match(
        IReadOnlyList<Machine> machines,
        IReadOnlyList<ActiveGateInfo> gates,
        IReadOnlyList<OneAgentInfo> agents)
        => FleetMatcher.Match(Some.Fleet(machines, gates, agents)).Targets;

    private static (TargetState, string?) One(IReadOnlyList<TargetRecord> targets) => (Assert.Single(targets).State, targets[0].Code);

    private static ActiveGateInfo Offline(string host, string id)
        => Some.ActiveGate(host, id) with { OfflineSince = Some.Now.AddMinutes(-10) };

    private static OneAgentInfo Deleted(string host, DateTimeOffset lastSeen)
        => Some.OneAgent(host) with
        {
            Active = false,
            AvailabilityState = "SHUTDOWN",
            LastSeen = lastSeen,
            AzureResourceId = Some.Machine(host, group: "old").ResourceId,
        };

    /// <summary>
    /// Azure says of each machine that an agent names that it is deleted, as it may say of one that came back a moment ago.
    /// </summary>
    private static FleetReading WithDeleted(IReadOnlyList<Machine> machines, IReadOnlyList<OneAgentInfo> agents)
        => Some.Fleet(machines, agents: agents) with
        {
            Deleted = agents.Select(static agent => agent.AzureResourceId).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase),
        };
}
