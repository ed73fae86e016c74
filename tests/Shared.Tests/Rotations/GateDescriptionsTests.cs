using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Words;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations;

public sealed class GateDescriptionsTests
{
    private static readonly ExceptionItem _off = new("oneagent/web-03", "Unreachable", "off");
    private static readonly ExceptionItem _older = new("oneagent/web-04", "Failed", "older") { OlderToken = "0123456789abcdef" };

    public static TheoryData<GateKind> Kinds => [.. Enum.GetValues<GateKind>()];

    [Fact]
    public void Each_kind_is_described_once()
        => Assert.Equal(Enum.GetValues<GateKind>(), GateDescriptions.All.Select(static one => one.Kind).Order());

    [Fact]
    public void A_kind_that_nobody_knows_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(static () => GateDescriptions.From((GateKind)99));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_gate_asks_one_question_and_says_what_each_of_its_choices_does(GateKind kind)
    {
        GateDescription one = GateDescriptions.From(kind);

        Assert.Matches("^[A-Z][^?]*\\?$", one.Question);
        Assert.Equal(one.Offers.Count, one.Offers.Select(static offer => offer.Choice).Distinct().Count());
        Assert.Contains(GateChoice.Hold, one.ChoicesFor([]));
        Assert.All(one.Offers, static offer => Assert.Matches("^[a-z].*\\.$", offer.Effect));
        Assert.All(
            one.Offers,
            offer => Assert.DoesNotMatch("[{}]|no longer", GateEffects.From(kind, offer.Choice, ValidTokens.Both)));
    }

    [Fact]
    public void Each_choice_is_offered_by_a_gate()
        => Assert.Equal(
            Enum.GetValues<GateChoice>(),
            GateDescriptions.All.SelectMany(static one => one.ChoicesFor([_older])).Distinct().Order());

    [Fact]
    public void A_choice_that_a_kind_does_not_offer_is_said_to_do_nothing()
        => Assert.Equal(
            "gates of this kind no longer offer this choice.",
            GateEffects.From(GateKind.Start, GateChoice.GoForward, ValidTokens.Old));

    [Fact]
    public void A_hold_says_which_tokens_stay_valid()
    {
        Assert.Equal("nothing happens, both tokens stay valid.", GateEffects.From(GateKind.Finish, GateChoice.Hold, ValidTokens.Both));
        Assert.Equal("nothing happens; the rotation stays open.", GateEffects.From(GateKind.Close, GateChoice.Hold, ValidTokens.Both));
    }

    [Fact]
    public void The_ledger_knows_gates_by_these_ids()
        => Assert.Equal(
            ["start-1", "adopt-1", "continue-1", "finish-1", "restore-activegates-1", "cancel-1", "close-1"],
            GateDescriptions.All.Select(static one => one.IdOf(1)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Moving_hosts_on_an_older_token_is_offered_only_where_hosts_go_forward_and_one_has_such_a_token(GateKind kind)
    {
        GateDescription one = GateDescriptions.From(kind);

        Assert.DoesNotContain(GateChoice.AcceptOlder, one.ChoicesFor([_off]));
        Assert.Equal(kind is GateKind.Continue or GateKind.Finish, one.ChoicesFor([_off, _older]).Contains(GateChoice.AcceptOlder));
    }

    [Theory]
    [InlineData(GateKind.Start, 2, "sam")]
    [InlineData(GateKind.Adopt, 3, "fay")]
    [InlineData(GateKind.Continue, 4, "con")]
    [InlineData(GateKind.Finish, 3, "fay")]
    [InlineData(GateKind.Cancel, 5, "fay")]
    [InlineData(GateKind.RestoreActiveGates, 5, "fay")]
    [InlineData(GateKind.Close, 3, "fay")]
    public void Its_voters_are_those_of_its_setting_and_else_those_of_finish(GateKind kind, int quorum, string approver)
    {
        ApprovalOptions options = new()
        {
            Start = new() { Quorum = 2, Approvers = ["sam"] },
            Finish = new() { Quorum = 3, Approvers = ["fay"] },
            Continue = new() { Quorum = 4, Approvers = ["con"] },
            Cancel = new() { Quorum = 5 },
        };
        GateDescription one = GateDescriptions.From(kind);

        Assert.Equal((quorum, approver), (one.QuorumFrom(options), Assert.Single(one.ApproversFrom(options))));
    }

    [Fact]
    public void A_rotation_keeps_the_gates_whose_approval_is_asked_for_later_and_no_others()
    {
        RotationRecord before = Some.Rotation();
        RotationRecord Kept(GateKind kind) => GateDescriptions.From(kind).KeepApproved(before, "gate-7");

        Assert.Equal(before with { AdoptGateId = "gate-7" }, Kept(GateKind.Adopt));
        Assert.Equal(before with { FinishGateId = "gate-7" }, Kept(GateKind.Finish));
        Assert.Equal(before with { CancelGateId = "gate-7" }, Kept(GateKind.Cancel));
        Assert.All(
            [GateKind.Start, GateKind.Continue, GateKind.Close, GateKind.RestoreActiveGates],
            kind => Assert.Equal(before, Kept(kind)));
    }

    [Fact]
    public void A_watch_ends_the_wait_only_where_hosts_go_forward()
        => Assert.Equal(
            [GateKind.Continue, GateKind.Finish],
            GateDescriptions.All.Where(static one => one.IsWatched).Select(static one => one.Kind));

    [Theory]
    [InlineData(
        GateKind.Close,
        "Nobody answers.",
        "The rotation can no longer finish or roll back. Nobody answers. If you approve, the rotation ends as it is: nothing more is sent,"
            + " hosts keep the token they have, and the schedule starts nothing until a person starts a rotation.")]
    [InlineData(GateKind.Continue, "Two hosts failed.", "Two hosts failed.")]
    [InlineData(GateKind.Continue, null, "Too much has failed.")]
    [InlineData(
        GateKind.Start,
        null,
        "If you approve, the rotation starts: both tokens become valid, and the fleet gets the new one. Nothing is changed before that.")]
    public void A_message_says_why_it_asks_and_what_an_approval_does(GateKind kind, string? why, string lead)
        => Assert.Equal(lead, GateDescriptions.From(kind).LeadFor(why));
}
