using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

public sealed class RememberedActiveGatesTests
{
    private static readonly Machine _machine = Some.Machine("gw-1");
    private static readonly KnownActiveGate _known = new("0x1", "gw-1", "zone-1|default", _machine.ResourceId, Some.Now);

    [Fact]
    public void A_gate_that_is_listed_is_not_remembered_twice()
        => Assert.Empty(Of(Some.Fleet([_machine], [Some.ActiveGate("gw-1", "0x1")])).Targets);

    [Fact]
    public void A_gate_that_dropped_out_of_the_list_is_still_a_target_on_its_machine()
    {
        TargetRecord target = Assert.Single(Of(Some.Fleet([_machine])).Targets);
        Assert.Equal(
            (TargetState.Pending, "0x1", "zone-1|default", true),
            (target.State, target.AgentId, target.Pool, target.IsRemembered));
        Assert.Equal(FleetMatcher.Match(Some.Fleet([_machine], [Some.ActiveGate("gw-1", "0x1")])).Targets[0].TargetId, target.TargetId);
    }

    [Fact]
    public void A_gate_whose_machine_is_off_is_unreachable_and_blocks()
    {
        TargetRecord target = Assert.Single(Of(Some.Fleet([_machine with { State = "PowerState/deallocated" }])).Targets);
        Assert.Equal(
            (TargetState.Unreachable, UncoveredCodes.NotRunning, (DateTimeOffset?)Some.Now),
            (target.State, target.Code, target.LastSeen));
    }

    [Fact]
    public void A_gate_that_neither_side_lists_is_named_with_when_it_was_there_and_what_to_do()
    {
        TargetRecord target = Assert.Single(Of(Some.Fleet()).Targets);
        Assert.Equal((TargetState.Uncovered, UncoveredCodes.NotListed), (target.State, target.Code));
        Assert.Contains("2026-03-01 12:00Z", target.Message, StringComparison.Ordinal);
        Assert.Contains("fleet.retiredActiveGates", target.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0X1")]
    [InlineData("GW-1")]
    public void A_gate_that_is_retired_by_id_or_name_is_forgotten_and_said_so(string name)
    {
        RememberedActiveGates found = Of(Some.Fleet([_machine]), name);
        Assert.Equal((0, "0x1", "retired-activegate"), (found.Targets.Count, found.Forgotten.Single(), found.Findings.Single().Code));
    }

    [Fact]
    public void A_gate_that_somebody_retired_is_forgotten_with_who_and_why_and_another_is_not()
    {
        FleetReading fleet = Some.Fleet([_machine]);
        Dictionary<string, Retirement> retired = new() { ["0x1"] = new(Component.ActiveGate, "0x1", "gw-1", "olga", "scrapped", Some.Now) };
        PlanFinding note = RememberedActiveGates.From([_known], fleet, FleetMatcher.Match(fleet), [], retired).Findings.Single();
        Assert.Equal(("retired-activegate", "0x1: olga retired it (scrapped), so plans leave it out."), (note.Code, note.Message));
        Assert.Empty(
            RememberedActiveGates.From([_known with { AgentId = "0x2" }], fleet, FleetMatcher.Match(fleet), [], retired).Forgotten);
    }

    [Fact]
    public void A_gate_that_was_installed_again_under_another_id_replaces_the_old_one()
    {
        RememberedActiveGates found = Of(Some.Fleet([_machine], [Some.ActiveGate("gw-1", "0x2")]));
        Assert.Equal((0, "0x1", "replaced-activegate"), (found.Targets.Count, found.Forgotten.Single(), found.Findings.Single().Code));
    }

    [Fact]
    public void What_is_remembered_is_every_gate_with_its_machine_but_none_in_a_container_or_of_the_cluster()
    {
        FleetReading fleet = Some.Fleet(
            [_machine],
            [
                Some.ActiveGate("gw-1", "0x1"),
                Some.ActiveGate("lost", "0x2"),
                Some.ActiveGate("pod", "0x3") with { Containerized = true },
                Some.ActiveGate("theirs", "0x4") with { Type = "CLUSTER" },
            ]);
        Assert.Equal(
            [("0x1", _machine.ResourceId), ("0x2", null)],
            RememberedActiveGates.In(fleet, FleetMatcher.Match(fleet), Some.Now).Select(static gate => (gate.AgentId, gate.MachineId)));
    }

    private static RememberedActiveGates Of(FleetReading fleet, params string[] retired)
        => RememberedActiveGates.From([_known], fleet, FleetMatcher.Match(fleet), retired, new Dictionary<string, Retirement>());
}
