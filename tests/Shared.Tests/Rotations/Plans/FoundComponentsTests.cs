using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.RunCommand;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Plans;

public sealed class FoundComponentsTests
{
    private static readonly FoundComponent _gate = new(
        Component.ActiveGate,
        IsKnownToServe: true,
        "ok",
        "probed",
        "It is here.",
        "0123456789abcdef",
        "1.315");

    [Fact]
    public void A_machine_with_two_targets_is_probed_once_for_its_OneAgent_and_others_once_each()
    {
        TargetRecord[] targets =
        [
            On("both", Component.ActiveGate),
            On("both", Component.OneAgent),
            On("gate", Component.ActiveGate),
            On("web", Component.OneAgent),
        ];
        Assert.Equal(
            ["oneagent/both", "activegate/gate", "oneagent/web"],
            FoundComponents.OnePerMachine(targets).Select(static target => target.Name));
    }

    [Fact]
    public void The_target_that_was_not_asked_about_gets_what_the_probe_of_its_machine_told()
    {
        FoundComponents found = FoundComponents.Settle([On("both", Component.ActiveGate), Probed("both", _gate)]);

        TargetRecord gate = found.Targets.Single(static target => target.Component is Component.ActiveGate);
        Assert.Equal(
            (TargetState.Pending, "probed", "0123456789abcdef", 7L, false),
            (gate.State, gate.Code, gate.Probe?.Fingerprint, gate.Probe?.ClockSkewSeconds, gate.IsFoundByProbe));
        Assert.Equal(2, found.Targets.Count);
        Assert.Empty(found.Findings);
    }

    [Theory]
    [InlineData("refused", "no-section", TargetState.Failed)]
    [InlineData("refused", "unexpected-token", TargetState.Failed)]
    [InlineData(null, "internal-error", TargetState.Failed)]
    public void What_stands_in_its_way_is_its_state(string? outcome, string code, TargetState state)
    {
        FoundComponents found = FoundComponents.Settle(
            [On("both", Component.ActiveGate), Probed("both", _gate with { Outcome = outcome, Code = code })]);
        Assert.Equal(
            (state, code),
            found.Targets.Where(static target => target.Component is Component.ActiveGate)
                .Select(static target => (target.State, target.Code!))
                .Single());
    }

    [Fact]
    public void A_target_that_the_probe_of_its_machine_did_not_find_is_not_installed()
    {
        TargetRecord gate = FoundComponents.Settle([On("both", Component.ActiveGate), Probed("both")]).Targets
            .Single(static target => target.Component is Component.ActiveGate);
        Assert.Equal((TargetState.Failed, "not-installed"), (gate.State, gate.Code));
        Assert.NotNull(gate.Probe);
    }

    [Fact]
    public void A_machine_that_did_not_answer_says_nothing_of_either()
    {
        TargetRecord silent = On("both", Component.OneAgent) with
        {
            State = TargetState.Unreachable,
            Code = UncoveredCodes.NotRunning,
            Message = "It is off.",
        };
        FoundComponents found = FoundComponents.Settle([On("both", Component.ActiveGate), silent]);
        Assert.All(
            found.Targets,
            static target => Assert.Equal(
                (TargetState.Unreachable, UncoveredCodes.NotRunning, null),
                (target.State, target.Code, target.Probe)));
    }

    [Fact]
    public void A_component_that_no_target_stands_for_becomes_one_and_is_named()
    {
        FoundComponents found = FoundComponents.Settle([Probed("web", _gate)]);

        TargetRecord gate = found.Targets.Single(static target => target.Component is Component.ActiveGate);
        Assert.Equal(
            ("activegate/web", TargetState.Pending, true, null, "0123456789abcdef"),
            (gate.Name, gate.State, gate.IsFoundByProbe, gate.AgentId, gate.Probe?.Fingerprint));
        Assert.Equal(On("web", Component.ActiveGate).TargetId, gate.TargetId);
        Assert.Equal(
            (PlanSeverity.Warning, FoundComponents.Code, "activegate/web"),
            found.Findings.Select(static finding => (finding.Severity, finding.Code, finding.Target!)).Single());
    }

    [Fact]
    public void A_component_that_cannot_be_identified_is_no_target_but_a_problem_that_names_it()
    {
        FoundComponents found = FoundComponents.Settle(
            [Probed("web", new FoundComponent(Component.ActiveGate, IsKnownToServe: false, "unreadable"))]);
        Assert.Single(found.Targets);
        PlanFinding problem = Assert.Single(found.Findings);
        Assert.Equal(
            (PlanSeverity.Problem, "component-not-identified", "activegate/web"),
            (problem.Severity, problem.Code, problem.Target));
        Assert.Contains("unreadable", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_report_is_a_problem_that_names_the_machine_and_a_whole_one_is_none()
    {
        TargetRecord whole = Probed("web");
        PlanFinding problem = Assert.Single(
            FoundComponents.Settle([whole, Probed("full") with { Probe = whole.Probe! with { Omitted = 3 } }]).Findings);
        Assert.Equal((PlanSeverity.Problem, "probe-report-truncated", "full"), (problem.Severity, problem.Code, problem.Target));
        Assert.Contains("3 components or environments", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_report_tells_beside_its_own_component_is_kept_unless_it_serves_others_only()
    {
        HostComponent Gate(string code, params string[] environments)
            => new("activegate", code, [], environments, "probed", "It is here.", "0123456789abcdef");
        IReadOnlyList<FoundComponent>? In(params HostComponent[] components)
            => FoundComponent.In(new HostReport(1, "probe", "oneagent", "probed", "ok", "", null, 0, Components: components), "sim00001");

        Assert.Null(FoundComponent.In(new HostReport(1, "probe", "oneagent", "refused", "bad-input", "", null, 0), "sim00001"));
        Assert.Equal([], In(new HostComponent("oneagent", "ok", [], ["sim00001"]))!);
        Assert.Equal([], In(Gate("ok", "sim00002"))!);
        Assert.Equal([], In(Gate("ok"))!);
        Assert.Equal(
            (true, "0123456789abcdef"),
            In(Gate("ok", "sim00002", "SIM00001"))!.Select(static found => (found.IsKnownToServe, found.Fingerprint!)).Single());
        Assert.False(In(Gate("unreadable"))!.Single().IsKnownToServe);
    }

    private static TargetRecord On(string machine, Component component) => FleetMatcher.Match(component is Component.ActiveGate
        ? Some.Fleet([Some.Machine(machine)], [Some.ActiveGate(machine, "0x1")])
        : Some.Fleet([Some.Machine(machine)], agents: [Some.OneAgent(machine, "HOST-1")])).Targets[0];

    private static TargetRecord Probed(string machine, params FoundComponent[] beside)
        => On(machine, Component.OneAgent) with
        {
            Code = "probed",
            Probe = new(Some.Now, 7, "fedcba9876543210", "1.2", "1") { Beside = beside },
        };
}
