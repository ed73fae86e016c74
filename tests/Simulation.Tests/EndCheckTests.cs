using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Simulation.Checks;
using static TenantTokens.Simulation.Tests.Worlds;

namespace TenantTokens.Simulation.Tests;

/// <summary>The checks of start, finish, cancel and of how a rotation ends.</summary>
public sealed class EndCheckTests : CheckTest
{
    [Fact]
    public void A_finish_of_ours_on_a_rotation_of_others_is_seen()
        => Sees(new OursAlone(), Started(), new Happening.CallTookEffect("finish", TokenHistory.People, Third));

    [Fact]
    public void A_finish_of_ours_on_our_rotation_or_on_one_whose_token_is_ours_is_not()
    {
        Passes(new OursAlone(), Started(), new Happening.CallTookEffect("finish", "ours", Fresh));
        Passes(new OursAlone(), Started(), new Happening.CallTookEffect("cancel", TokenHistory.People, Fresh));
    }

    [Fact]
    public void A_finish_that_somebody_overtook_after_our_last_reading_is_the_documented_race()
        => Passes(new OursAlone(), Started(), new Happening.CallTookEffect("finish", TokenHistory.People, Third, HasRaced: true));

    [Fact]
    public void Completed_while_a_third_token_is_in_force_is_seen()
        => Sees(new TerminalPhaseIsTrue(), Started(static tokens =>
        {
            tokens.Cancelled(TokenHistory.People);
            tokens.Started(TokenHistory.People, Third);
            tokens.Finished("ours");
        }), Moved(RotationPhase.Finishing, RotationPhase.Completed));

    [Fact]
    public void Completed_while_both_tokens_are_valid_is_seen()
        => Sees(new TerminalPhaseIsTrue(), Started(), Moved(RotationPhase.Finishing, RotationPhase.Completed));

    [Fact]
    public void Completed_with_the_new_token_alone_in_force_is_not()
        => Passes(
            new TerminalPhaseIsTrue(),
            Started(static tokens => tokens.Finished("ours")),
            Moved(RotationPhase.Finishing, RotationPhase.Completed));

    [Fact]
    public void Cancelled_while_the_new_token_is_in_force_is_seen()
        => Sees(
            new TerminalPhaseIsTrue(),
            Started(static tokens => tokens.Finished(TokenHistory.People)),
            Moved(RotationPhase.Cancelling, RotationPhase.Cancelled));

    [Fact]
    public void Cancelled_with_the_old_token_alone_in_force_is_not()
        => Passes(
            new TerminalPhaseIsTrue(),
            Started(static tokens => tokens.Cancelled("ours")),
            Moved(RotationPhase.Cancelling, RotationPhase.Cancelled));

    [Fact]
    public void A_token_of_others_that_is_taken_over_unasked_is_seen()
    {
        TokenHistory tokens = new(Old);
        tokens.Started(TokenHistory.People, Fresh);
        Sight sight = new() { Copy = "ours", Tokens = tokens, Rotation = Row(RotationPhase.Starting) };
        Sees(
            new AdoptedWithAQuestion(),
            sight,
            new Happening.RowWritten(Row(RotationPhase.Starting) with { StartTookEffect = false }, Row(RotationPhase.Starting)));
    }

    [Fact]
    public void A_token_of_others_that_the_approvers_let_us_take_over_is_not_and_neither_is_our_own()
    {
        RotationRecord before = Row(RotationPhase.Starting) with { StartTookEffect = false };
        TokenHistory tokens = new(Old);
        tokens.Started(TokenHistory.People, Fresh);
        Sight sight = new() { Copy = "ours", Tokens = tokens, Rotation = Row(RotationPhase.Starting) };
        Passes(
            new AdoptedWithAQuestion(),
            sight,
            new Happening.RowWritten(before, Row(RotationPhase.Starting) with { AdoptGateId = "adopt-1" }));
        Passes(new AdoptedWithAQuestion(), Started(), new Happening.RowWritten(before, Row(RotationPhase.Starting)));
    }

    [Fact]
    public void A_state_without_an_exit_is_seen() => Sees(new EveryStateHasAnExit(), Started(), new Happening.Ended("It stands."));

    [Fact]
    public void A_rotation_that_has_ended_is_not() => Passes(new EveryStateHasAnExit(), Started(), new Happening.Ended(null));

    [Fact]
    public void A_finish_over_a_target_that_nobody_accepted_is_seen()
        => Sees(new FinishIsApproved(), Started().With(Target("oneagent/web", TargetState.Failed)), new Happening.CallArrived("finish"));

    [Fact]
    public void A_finish_over_a_target_that_was_accepted_by_name_is_not()
        => Passes(
            new FinishIsApproved(),
            Started()
                .With(Target("oneagent/web", TargetState.Failed), Target("oneagent/db", TargetState.Rotated))
                .Accepting(GateKind.Finish, "oneagent/web"),
            new Happening.CallArrived("finish"));

    [Fact]
    public void A_cancel_over_a_touched_target_that_is_not_back_is_seen()
        => Sees(new CancelIsApproved(), Started().With(Target("oneagent/web", TargetState.Rotated)), new Happening.CallArrived("cancel"));

    [Fact]
    public void A_cancel_after_everything_is_back_or_accepted_or_was_never_touched_is_not()
        => Passes(
            new CancelIsApproved(),
            Started()
                .With(
                    Target("oneagent/web", TargetState.Restored),
                    Target("oneagent/db", TargetState.Failed),
                    Target("oneagent/new", TargetState.Pending, touched: false))
                .Accepting(GateKind.Cancel, "oneagent/db"),
            new Happening.CallArrived("cancel"));

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void A_start_that_takes_effect_twice_is_seen(int times, bool isSeen)
    {
        Sight sight = Started();
        sight.Effects["start"] = times;
        Looks(new CallsTakeEffectOnce(), sight, new Happening.CallTookEffect("start", null, ""), isSeen);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_call_that_the_audit_trail_does_not_tell_is_seen(bool isTold, bool isSeen)
    {
        Sight sight = Started();
        sight.Audited.UnionWith(isTold ? ["finish-sent"] : []);
        Looks(new EverythingIsAudited(), sight, new Happening.CallArrived("finish"), isSeen);
    }
}
