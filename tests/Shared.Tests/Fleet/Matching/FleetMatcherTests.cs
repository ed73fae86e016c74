using CsCheck;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

public sealed class FleetMatcherTests : FleetMatcherTest
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
    public void An_instance_of_a_flexible_scale_set_is_an_ordinary_machine()
    {
        Machine vm = Some.Machine("flex_1");
        TargetRecord target = Assert.Single(
            Match([vm], [], [Some.OneAgent("flex_1") with { ScaleSetName = "flex", AzureResourceId = vm.ResourceId }]));
        Assert.Equal(TargetState.Pending, target.State);
    }

    [Fact]
    public void Every_agent_is_in_exactly_one_target_and_every_target_is_there_once()
        => SomeFleets.Readings.Sample(
            static fleet =>
            {
                FleetMatch match = FleetMatcher.Match(fleet);
                Assert.Equal(
                    fleet.Agents.Select(static agent => agent.EntityId)
                        .Concat(fleet.ActiveGates.Where(static gate => gate.Type is not "CLUSTER").Select(static gate => gate.Id))
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

    [Fact]
    public void An_ActiveGate_and_a_OneAgent_on_one_machine_are_two_targets()
        => Assert.Equal(
            ["activegate/web-01", "oneagent/web-01"],
            Match([Some.Machine("web-01")], [Some.ActiveGate("web-01")], [Some.OneAgent("web-01")]).Select(static target => target.Name));

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
}
