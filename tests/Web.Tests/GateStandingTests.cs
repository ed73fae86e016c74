using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Testing.Builders;
using TenantTokens.Web.Deciding;
using TenantTokens.Web.Endpoints;

namespace TenantTokens.Web.Tests;

/// <summary>What pages and API say of a gate as it stands.</summary>
public sealed class GateStandingTests
{
    [Theory]
    [InlineData(true, "Approved, then overruled: the rotation rolled back")]
    [InlineData(false, "Approved")]
    public void An_approval_that_did_not_come_to_pass_says_so(bool isOverruled, string says)
    {
        GateRecord gate = Some.Gate() with { Outcome = GateOutcome.Approved, OverruledAt = isOverruled ? Some.Now : null };

        Assert.Equal(says, GateWords.State(gate, GateOutcome.Undecided, Some.Now).Text);
    }

    [Fact]
    public void The_API_names_those_who_may_decide_and_not_who_asked()
    {
        RotationSnapshot snapshot = new(
            Some.Rotation(RotationPhase.AwaitingFinish),
            null,
            Coverage.From([]),
            [],
            [],
            Some.Gate() with { Approvers = ["alice", "Rachel"] },
            GateOutcome.Undecided,
            []);

        Assert.Equal(["alice"], RotationDetails.From(snapshot, Some.Now).Gate!.Approvers);
    }
}
