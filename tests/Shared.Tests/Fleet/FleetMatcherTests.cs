using TenantTokens.Dynatrace;
using TenantTokens.Fleet;
using TenantTokens.Rotations;
using TenantTokens.Tests.Builders;

namespace TenantTokens.Shared.Tests.Fleet;

public sealed class FleetMatcherTests
{
    [Fact]
    public void An_agent_on_a_known_machine_is_a_target_to_rotate()
    {
        TargetRecord target = Assert.Single(FleetMatcher.Match([Some.Machine("web-01")], [], [Some.OneAgent("web-01")]));
        Assert.Equal((TargetState.Pending, "oneagent/web-01", "HOST-web-01"), (target.State, target.Name, target.AgentId));
        Assert.NotNull(target.Machine);
    }

    [Theory]
    [InlineData("web-01.corp.example", "web-01")]
    [InlineData("web-01", "web-01.corp.example")]
    [InlineData("WEB-01", "web-01")]
    public void Short_and_full_names_in_any_case_are_the_same_host(string agent, string computer)
        => Assert.Equal(TargetState.Pending, Assert.Single(FleetMatcher.Match([Some.Machine("vm") with { ComputerName = computer }], [], [Some.OneAgent(agent)])).State);

    [Fact]
    public void An_agent_that_fits_no_machine_is_uncovered_by_name()
        => Assert.Equal((TargetState.Uncovered, UncoveredCodes.UnknownMachine), One(FleetMatcher.Match([Some.Machine("web-01")], [], [Some.OneAgent("web-011")])));

    [Fact]
    public void An_agent_that_fits_two_machines_is_not_guessed()
        => Assert.Equal((TargetState.Uncovered, UncoveredCodes.Ambiguous), One(FleetMatcher.Match([Some.Machine("web-01"), Some.Machine("web-01", group: "other")], [], [Some.OneAgent("web-01")])));

    [Fact]
    public void Two_agents_that_claim_one_machine_are_one_target_that_is_not_touched()
    {
        TargetRecord target = Assert.Single(FleetMatcher.Match([Some.Machine("web-01")], [], [Some.OneAgent("web-01", "HOST-1"), Some.OneAgent("web-01", "HOST-2")]));
        Assert.Equal((TargetState.Uncovered, UncoveredCodes.Ambiguous), (target.State, target.Code));
        Assert.Null(target.Machine);
        Assert.Contains("HOST-1, HOST-2", target.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ActiveGate_and_a_OneAgent_on_one_machine_are_two_targets()
        => Assert.Equal(["activegate/web-01", "oneagent/web-01"], FleetMatcher.Match([Some.Machine("web-01")], [Some.ActiveGate("web-01")], [Some.OneAgent("web-01")]).Select(static target => target.Name));

    [Fact]
    public void An_ActiveGate_in_a_container_is_uncovered_even_on_a_known_machine()
        => Assert.Equal((TargetState.Uncovered, UncoveredCodes.Container), One(FleetMatcher.Match([Some.Machine("gw")], [Some.ActiveGate("gw") with { Containerized = true }], [])));

    [Theory]
    [InlineData("STANDALONE")]
    [InlineData("standalone")]
    public void An_application_only_agent_is_uncovered(string type)
        => Assert.Equal((TargetState.Uncovered, UncoveredCodes.ApplicationOnly), One(FleetMatcher.Match([Some.Machine("web-01")], [], [Some.OneAgent("web-01") with { MonitoringType = type }])));

    [Fact]
    public void An_ActiveGate_of_the_cluster_is_left_out_and_others_are_not()
        => Assert.Equal("activegate/ours", Assert.Single(FleetMatcher.Match([Some.Machine("ours")], [Some.ActiveGate("theirs") with { Type = "CLUSTER" }, Some.ActiveGate("ours")], [])).Name);

    [Theory]
    [InlineData(MachineKind.VirtualMachine, "PowerState/deallocated")]
    [InlineData(MachineKind.Arc, "Disconnected")]
    [InlineData(MachineKind.Arc, "PowerState/running")]
    [InlineData(MachineKind.VirtualMachine, "")]
    public void A_machine_that_is_off_or_disconnected_is_unreachable(MachineKind kind, string state)
        => Assert.Equal((TargetState.Unreachable, UncoveredCodes.NotRunning), One(FleetMatcher.Match([Some.Machine("web-01") with { Kind = kind, State = state }], [], [Some.OneAgent("web-01")])));

    [Fact]
    public void Ids_are_the_same_in_every_order_power_state_and_spelling_of_the_resource()
    {
        Machine one = Some.Machine("web-01");
        Machine two = Some.Machine("web-02");
        OneAgentInfo[] agents = [Some.OneAgent("web-01"), Some.OneAgent("web-02"), Some.OneAgent("nowhere")];
        IEnumerable<string> there = FleetMatcher.Match([one, two], [], agents).Select(static target => target.TargetId);
        Machine asAzureSpellsItToday = one with { ResourceId = one.ResourceId.ToUpperInvariant(), State = "PowerState/deallocated" };
        IEnumerable<string> back = FleetMatcher.Match([two, asAzureSpellsItToday], [], [.. agents.Reverse()]).Select(static target => target.TargetId);
        Assert.Equal(there, back);
        Assert.Equal(3, there.Distinct().Count());
    }

    [Fact]
    public void ActiveGates_of_one_zone_and_group_are_a_pool_and_others_are_not()
    {
        IReadOnlyList<TargetRecord> gates = FleetMatcher.Match([], [Some.ActiveGate("a"), Some.ActiveGate("b"), Some.ActiveGate("c", group: "other")], []);
        Assert.Equal(gates[0].Pool, gates[1].Pool);
        Assert.NotEqual(gates[0].Pool, gates[2].Pool);
    }

    private static (TargetState, string?) One(IReadOnlyList<TargetRecord> targets) => (Assert.Single(targets).State, targets[0].Code);
}
