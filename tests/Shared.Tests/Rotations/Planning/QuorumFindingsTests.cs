using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Planning;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Planning;

public sealed class QuorumFindingsTests
{
    private static readonly ApprovalOptions _two = new() { Finish = new() { Quorum = 2, Approvers = ["rachel", "alice"] } };

    [Fact]
    public void A_requester_among_too_few_is_warned_of_once_with_the_gates()
    {
        PlanFinding finding = Assert.Single(QuorumFindings.From(Some.Rotation(), _two));

        Assert.Equal((PlanSeverity.Warning, QuorumFindings.Code), (finding.Severity, finding.Code));
        Assert.StartsWith(
            "The approvers cannot decide these gates: continue, finish, cancel. It needs 2 approvers who choose the same, but only 1 may"
                + " decide; rachel requested",
            finding.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_start_gate_is_named_where_it_is_required()
        => Assert.Contains(
            "gates: start, continue",
            Assert.Single(QuorumFindings.From(Some.Rotation(), _two with { Start = new() { Required = true } })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_gate_with_voters_of_its_own_is_judged_by_those()
        => Assert.Contains(
            "gates: continue, finish.",
            Assert.Single(QuorumFindings.From(Some.Rotation(), _two with { Cancel = new() { Quorum = 1 } })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Somebody_else_may_ask() => Assert.Empty(QuorumFindings.From(Some.Rotation() with { RequestedBy = "olga" }, _two));

    [Fact]
    public void Without_any_approver_there_is_no_warning() => Assert.Empty(QuorumFindings.From(Some.Rotation(), new()));
}
