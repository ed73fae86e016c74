using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Matching;

public sealed class HostIdsTests
{
    private const string One = "HOST-000000000000000A";
    private const string Two = "HOST-000000000000000B";

    [Fact]
    public void A_host_that_confirms_its_agent_stays_as_it_is()
    {
        TargetRecord target = Host("a", One, says: "000000000000000a");
        Assert.Equal([target], Match(target).Targets);
    }

    [Fact]
    public void Two_hosts_of_one_name_get_the_agents_that_they_say_they_carry()
    {
        TargetRecord[] before = [Line(One), Line(Two), Candidate("a", says: "000000000000000b"), Candidate("b", says: "000000000000000a")];
        HostIdMatch match = Match(before);
        Assert.Equal([("a", Two), ("b", One)], match.Targets.Select(static target => (target.Machine!.Name, target.AgentId!)));
        Assert.All(match.Targets, static target => Assert.Equal(TargetState.Pending, target.State));
        Assert.Empty(match.Findings);
    }

    [Fact]
    public void A_machine_that_was_imaged_again_gets_its_new_agent_and_the_old_one_is_named()
    {
        HostIdMatch match = Match(Line(One), Line(Two), Candidate("a", says: "000000000000000b"));
        Assert.Equal(Two, match.Targets.Single(static target => target.Machine is not null).AgentId);
        Assert.Equal(
            (One, TargetState.Uncovered),
            match.Targets.Where(static target => target.Machine is null).Select(static target => (target.AgentId!, target.State)).Single());
    }

    [Fact]
    public void A_candidate_that_was_not_probed_leaves_its_agents_ambiguous_and_goes()
    {
        HostIdMatch match = Match(Line(One), Line(Two), Candidate("a", says: null));
        Assert.Equal([One, Two], match.Targets.Select(static target => target.AgentId));
    }

    [Fact]
    public void A_candidate_whose_probe_still_stands_on_the_machine_stays_until_that_is_swept()
    {
        TargetRecord candidate = Candidate("a", says: null) with
        {
            Send = new("ttr-1", TargetAction.Probe, 0, 1, Some.Now, Settled: true, DeletePending: true),
        };
        Assert.Equal(TargetState.Uncovered, Match(candidate).Targets.Single().State);
    }

    [Fact]
    public void What_the_host_says_wins_over_its_name_and_the_other_agent_is_named()
    {
        HostIdMatch match = Match(Host("a", One, says: "000000000000000b"), Host("b", Two, says: "000000000000000a"));
        Assert.Equal([("a", Two), ("b", One)], match.Targets.Select(static target => (target.Machine!.Name, target.AgentId!)));

        HostIdMatch unknown = Match(Host("a", One, says: "00000000000000ff"));
        Assert.Equal("HOST-00000000000000FF", unknown.Targets.Single(static target => target.Machine is not null).AgentId);
        Assert.Equal(
            (One, UncoveredCodes.UnknownMachine),
            unknown.Targets.Where(static target => target.Machine is null)
                .Select(static target => (target.AgentId!, target.Code!))
                .Single());
        Assert.Equal(
            (PlanSeverity.Warning, "host-id-differs"),
            unknown.Findings.Select(static finding => (finding.Severity, finding.Code)).Single());
    }

    [Fact]
    public void Two_machines_with_one_host_id_are_a_problem_and_neither_is_touched()
    {
        HostIdMatch match = Match(Host("a", One, says: "000000000000000a"), Host("copy", Two, says: "000000000000000a"));
        Assert.All(
            match.Targets,
            static target => Assert.Equal((TargetState.Uncovered, UncoveredCodes.Contradiction), (target.State, target.Code)));
        Assert.Equal(PlanSeverity.Problem, match.Findings.Single().Severity);
        Assert.Contains("oneagent/a, oneagent/copy", match.Findings.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_claims_the_agent_of_one_that_could_not_be_asked_is_a_problem()
    {
        HostIdMatch match = Match(
            Host("a", One, says: "000000000000000b"),
            Host("b", Two, says: null) with { State = TargetState.Unreachable });
        Assert.Equal(UncoveredCodes.Contradiction, match.Findings.Single().Code);
        Assert.DoesNotContain(match.Targets, static target => target.State is TargetState.Pending);
    }

    [Fact]
    public void ActiveGates_and_remembered_ones_are_left_alone()
    {
        TargetRecord gate = Some.Target("gw", component: Component.ActiveGate) with { AgentId = null, IsRemembered = true };
        Assert.Equal([gate], Match(gate).Targets);
    }

    private static HostIdMatch Match(params TargetRecord[] targets) => HostIds.Match(targets);

    private static TargetRecord Host(string name, string agentId, string? says)
        => Some.Target(name) with { AgentId = agentId, Probe = says is null ? null : new(Some.Now, 0, "f", "1.2", says) };

    private static TargetRecord Candidate(string name, string? says)
        => Host(name, "", says) with { AgentId = null, Code = UncoveredCodes.Candidate };

    private static TargetRecord Line(string agentId)
        => FleetMatcher.Uncovered(Component.OneAgent, "web-01", agentId, UncoveredCodes.Ambiguous, "?");
}
