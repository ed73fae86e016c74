using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Plans;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Planning;

public sealed class PlanFindingsTests
{
    private static readonly TargetRecord _fine = Some.Target("fine");
    private static readonly TargetRecord _cluster = new()
    {
        TargetId = "oa-k",
        Name = "oneagent/cluster aks",
        Component = Component.OneAgent,
        State = TargetState.SelfRotating,
        Cluster = "aks",
        Agents = 3,
        Message = "3 agents, which move.",
    };

    [Fact]
    public void A_fleet_in_order_has_no_findings()
        => Assert.Empty(Of(_fine, Gate("a", "pair"), Gate("b", "pair")));

    [Fact]
    public void An_ActiveGate_that_cannot_be_rotated_blocks_and_a_OneAgent_is_left_out()
    {
        IReadOnlyList<PlanFinding> findings = Of(
            _fine,
            Gate("a", "pair"),
            Gate("b", "pair") with { State = TargetState.Failed, Code = "several-installations" },
            Some.Target("c", TargetState.Failed) with { Code = "ambiguous-config", Message = "Two sections." });
        Assert.Equal([(PlanSeverity.Problem, "activegate-blocked"), (PlanSeverity.LeftOut, "ambiguous-config")], Codes(findings));
        Assert.Contains("several-installations", findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fleet_with_nothing_to_rotate_is_blocked()
        => Assert.Contains(
            (PlanSeverity.Problem, "nothing-to-rotate"),
            Codes(Of(_fine with { State = TargetState.Unreachable, Code = UncoveredCodes.NotRunning })));

    [Fact]
    public void A_fleet_that_carries_a_token_that_is_not_in_force_is_no_dead_end_and_says_that_the_approvers_are_asked()
    {
        TargetRecord other = _fine with
        {
            State = TargetState.Failed,
            Code = OlderToken.Code,
            Message = "Another token.",
            OtherFingerprint = "0123456789abcdef",
        };
        PlanFinding warning = Assert.Single(Of(other), static finding => finding.Severity is PlanSeverity.Warning);
        Assert.Equal("only-older-tokens", warning.Code);
        Assert.Contains("1 of 1 targets carry a token that is not the one in force", warning.Message, StringComparison.Ordinal);
        Assert.EndsWith("A gate asks the approvers before start.", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Of(other), static finding => finding.Severity is PlanSeverity.Problem);
    }

    [Fact]
    public void An_ActiveGate_on_an_older_token_is_asked_about_later_and_blocks_no_plan()
    {
        TargetRecord older = Gate("a", "pair") with
        {
            State = TargetState.Failed,
            Code = OlderToken.Code,
            Message = "Another token.",
            OtherFingerprint = "0123456789abcdef",
        };
        Assert.Equal([(PlanSeverity.Warning, "activegate-older-token")], Codes(Of(_fine, older, Gate("b", "pair"))));
    }

    [Theory]
    [InlineData(true, false, PlanSeverity.Problem, "operator-not-held", "rotate --operators-held")]
    [InlineData(true, true, PlanSeverity.Note, "operator-held", "confirmed")]
    [InlineData(false, false, PlanSeverity.Note, "self-rotating", "No rotated ActiveGate")]
    public void An_operator_behind_gates_that_are_rotated_must_be_held(
        bool isBehind,
        bool isHeld,
        PlanSeverity severity,
        string code,
        string told)
    {
        PlanFinding finding = Assert.Single(PlanFindings.From([_fine, _cluster with { IsBehindGates = isBehind }], isHeld));
        Assert.Equal((severity, code), (finding.Severity, finding.Code));
        Assert.Contains(told, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_of_one_is_listed_with_its_connected_hosts_and_a_pair_is_not()
    {
        PlanFinding finding = Assert.Single(
            Of(_fine, Gate("a", "pair"), Gate("b", "pair"), Gate("c", "alone") with { ConnectedHosts = 42 }));
        Assert.Equal((PlanSeverity.Warning, "pool-of-one"), (finding.Severity, finding.Code));
        Assert.Contains("(alone) with 42 connected hosts", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, 0)]
    [InlineData(-120, 0)]
    [InlineData(121, 1)]
    [InlineData(-7200, 1)]
    public void A_clock_that_is_off_by_more_than_two_minutes_is_a_warning(long skew, int warnings)
        => Assert.Equal(
            warnings,
            Of(_fine with { Probe = new(Some.Now, skew, "f", null, null) }).Count(static finding => finding.Code is "clock-skew"));

    [Fact]
    public void A_machine_that_is_VM_and_Arc_is_said_to_be_one()
    {
        TargetRecord twin = _fine with { Machine = Some.Machine("fine") with { ArcTwin = "/arc/fine" } };
        PlanFinding finding = Assert.Single(Of(twin, twin with { TargetId = "ag-fine", Component = Component.ActiveGate }));
        Assert.Equal((PlanSeverity.Warning, "vm-and-arc"), (finding.Severity, finding.Code));
        Assert.Contains("/arc/fine", finding.ToString(), StringComparison.Ordinal);
    }

    private static TargetRecord Gate(string name, string pool) => Some.Target(name, component: Component.ActiveGate, pool: pool);

    private static IReadOnlyList<PlanFinding> Of(params TargetRecord[] targets) => PlanFindings.From(targets, operatorsHeld: false);

    private static IEnumerable<(PlanSeverity, string)> Codes(IEnumerable<PlanFinding> findings)
        => findings.Select(static finding => (finding.Severity, finding.Code));
}
