using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

public sealed class RememberedAgentsTests
{
    private static readonly Machine _machine = Some.Machine("web-1");
    private static readonly KnownAgent _known = new("HOST-1", "web-1", _machine.ResourceId, VmId: null, Some.Now);

    [Fact]
    public void An_agent_that_is_listed_is_not_remembered_twice()
        => Assert.Empty(Of(Some.Fleet([_machine], agents: [Some.OneAgent("web-1", "HOST-1")])).Targets);

    [Fact]
    public void An_agent_that_Dynatrace_lists_no_more_is_still_a_target_on_its_machine_with_its_last_sighting()
    {
        TargetRecord target = Assert.Single(Of(Some.Fleet([_machine])).Targets);
        Assert.Equal((TargetState.Pending, "HOST-1", true, Some.Now), (target.State, target.AgentId, target.IsRemembered, target.LastSeen));
        Assert.Equal(
            FleetMatcher.Match(Some.Fleet([_machine], agents: [Some.OneAgent("web-1", "HOST-1")])).Targets[0].TargetId,
            target.TargetId);
    }

    [Fact]
    public void One_whose_machine_is_off_is_unreachable_and_one_that_neither_side_lists_is_named_with_what_to_do()
    {
        Assert.Equal(
            (TargetState.Unreachable, UncoveredCodes.NotRunning),
            Of(Some.Fleet([_machine with { State = "PowerState/deallocated" }])).Targets
                .Select(static target => (target.State, target.Code!))
                .Single());
        TargetRecord lost = Assert.Single(Of(Some.Fleet()).Targets);
        Assert.Equal((TargetState.Uncovered, UncoveredCodes.NotListed, Some.Now), (lost.State, lost.Code, lost.LastSeen));
        Assert.Contains("retire HOST-1", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_made_anew_under_the_same_name_is_not_its_machine()
    {
        KnownAgent known = _known with { VmId = "11111111-0000-0000-0000-000000000001" };
        Assert.Equal(
            UncoveredCodes.NotListed,
            Of(Some.Fleet([_machine with { VmId = "11111111-0000-0000-0000-000000000002" }]), known).Targets.Single().Code);
        // moved
        Assert.Equal("web-2", Of(Some.Fleet([Some.Machine("web-2") with { VmId = known.VmId }]), known).Targets.Single().Machine?.Name);
    }

    [Fact]
    public void One_whose_machine_Azure_has_deleted_is_forgotten_and_counted()
    {
        RememberedAgents found = Of(Some.Fleet() with { Deleted = new HashSet<string> { _machine.ResourceId } });
        Assert.Equal(
            (0, "HOST-1", "agents-of-deleted-machines"),
            (found.Targets.Count, found.Forgotten.Single(), found.Findings.Single().Code));
        Assert.StartsWith("1 OneAgents of earlier plans", found.Findings.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_Dynatrace_still_lists_on_a_machine_that_Azure_has_deleted_is_in_the_line_of_those_and_remembered_no_more()
    {
        OneAgentInfo silent = Some.OneAgent("web-1", "HOST-1") with
        {
            Active = false,
            LastSeen = Some.Now,
            AzureResourceId = _machine.ResourceId,
        };
        FleetReading fleet = Some.Fleet(agents: [silent]) with { Deleted = new HashSet<string> { _machine.ResourceId } };
        RememberedAgents found = Of(fleet);
        Assert.Equal((0, "HOST-1", 0), (found.Targets.Count, found.Forgotten.Single(), found.Findings.Count));
        Assert.Empty(RememberedAgents.In(fleet, FleetMatcher.Match(fleet), Some.Now));
    }

    [Fact]
    public void One_that_was_installed_anew_under_another_id_is_forgotten_and_said_so()
    {
        RememberedAgents found = Of(Some.Fleet([_machine], agents: [Some.OneAgent("web-1", "HOST-2")]));
        Assert.Equal((0, "HOST-1", "replaced-agent"), (found.Targets.Count, found.Forgotten.Single(), found.Findings.Single().Code));
    }

    [Fact]
    public void One_that_somebody_retired_is_forgotten_with_who_and_why()
    {
        FleetReading fleet = Some.Fleet();
        Dictionary<string, Retirement> retired = new()
        {
            ["HOST-1"] = new(Component.OneAgent, "HOST-1", "web-1", "olga", "scrapped", Some.Now),
        };
        RememberedAgents found = RememberedAgents.From([_known], fleet, FleetMatcher.Match(fleet), retired);
        Assert.Equal(
            (0, "HOST-1", "HOST-1: olga retired it (scrapped), so plans leave it out."),
            (found.Targets.Count, found.Forgotten.Single(), found.Findings.Single().Message));
    }

    [Fact]
    public void What_is_remembered_are_agents_on_machines_and_on_machines_that_nobody_knows_and_none_that_comes_and_goes()
    {
        OneAgentInfo[] agents =
        [
            Some.OneAgent("web-1", "HOST-1"),
            Some.OneAgent("lost", "HOST-2") with { Active = false, LastSeen = Some.Now.AddDays(-9) },
            Some.OneAgent("pod", "HOST-3") with { PaasType = "AZURE_WEBSITES" },
            Some.OneAgent("node", "HOST-4") with { KubernetesCluster = "aks" },
            Some.OneAgent("app", "HOST-5") with { MonitoringType = "STANDALONE" },
        ];
        FleetReading fleet = Some.Fleet([_machine], agents: agents);
        Assert.Equal(
            [("HOST-1", _machine.ResourceId, Some.Now), ("HOST-2", null, Some.Now.AddDays(-9))],
            RememberedAgents.In(fleet, FleetMatcher.Match(fleet), Some.Now)
                .Select(static agent => (agent.AgentId, agent.MachineId, agent.LastSeen)));
    }

    private static RememberedAgents Of(FleetReading fleet, KnownAgent? known = null)
        => RememberedAgents.From([known ?? _known], fleet, FleetMatcher.Match(fleet), new Dictionary<string, Retirement>());
}
