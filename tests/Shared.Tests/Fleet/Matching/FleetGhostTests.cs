using CsCheck;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

/// <summary>What is left of agents and machines that are gone.</summary>
public sealed class FleetGhostTests : FleetMatcherTest
{
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
