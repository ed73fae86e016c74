using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.InForce;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Shared.Tests.Rotations.Watching;

public sealed class WatchMemoryTests
{
    private static readonly WatchOptions _options = new();
    private static readonly WatchLook _bad = Looks.Good() with { RejectedPerMinute = 9, Zones = Looks.Zones(("a", 80), ("b", 3)) };

    [Fact]
    public void A_hold_is_remembered_as_a_question()
    {
        WatchQuestion asked = After(new(), _bad).Asked!;
        Assert.Equal((ParkCodes.RejectedMessagesRose, _bad.At, 9.0, 20), (asked.Code, asked.At, asked.RejectedPerMinute, asked.Lost["a"]));
    }

    [Fact]
    public void Without_a_hold_nothing_is_asked() => Assert.Null(After(new(), Looks.Good()).Asked);

    [Fact]
    public void While_it_is_parked_the_question_stays_as_it_was_asked()
    {
        WatchState asked = After(new(), _bad);
        WatchState later = After(
            asked,
            _bad with { At = _bad.At.AddMinutes(1), RejectedPerMinute = 50 },
            Looks.Open(RotationPhase.Parked) with { ParkedFrom = RotationPhase.RotatingOneAgents });
        Assert.Equal(asked.Asked, later.Asked);
    }

    [Fact]
    public void A_question_is_answered_when_its_hold_was_left()
    {
        WatchState state = WatchMemory.TakeAnswer(After(new(), _bad), Left(ParkCodes.RejectedMessagesRose, _bad.At));
        Assert.Null(state.Asked);
        Assert.Equal(9, state.AcceptedRejectedPerMinute);
        Assert.Empty(state.AcceptedLost); // that is another question
    }

    [Theory]
    [InlineData(ParkCodes.AgentsLost, 0, "another hold was left")]
    [InlineData(ParkCodes.RejectedMessagesRose, -1, "a hold was left before it was asked")]
    public void A_question_is_not_answered_by_another_hold(string code, int minutes, string row)
    {
        WatchState asked = After(new(), _bad);
        Assert.True(asked == WatchMemory.TakeAnswer(asked, Left(code, _bad.At.AddMinutes(minutes))), row);
    }

    [Fact]
    public void A_question_is_not_answered_while_nobody_said_anything()
    {
        WatchState asked = After(new(), _bad);
        Assert.Same(asked, WatchMemory.TakeAnswer(asked, Looks.Open(RotationPhase.Parked)));
    }

    [Fact]
    public void The_metric_is_not_asked_about_again_once_a_human_went_on_without_it()
    {
        WatchLook blind = Looks.Good() with
        {
            RejectedPerMinute = null,
            MetricUnavailable = "No such metric.",
            MetricStaysUnavailable = true,
        };
        WatchState state = WatchMemory.TakeAnswer(After(new(), blind), Left(ParkCodes.MetricUnavailable, blind.At));
        Assert.True(state.MetricAnswered);
        Assert.Equal(new WatchVerdict(IsInconclusive: true), Evaluate(state, blind));
    }

    [Fact]
    public void A_blind_watch_is_asked_about_again_after_another_while()
    {
        WatchLook blind = Looks.Good() with { Zones = null, Unreadable = "Dynatrace answered 503: down" };
        WatchState state = WatchMemory.TakeAnswer(
            After(new() { UnreadableSince = blind.At - _options.Grace }, blind),
            Left(ParkCodes.WatchBlind, blind.At));
        state = After(state, blind);
        Assert.Null(state.Asked);
        Assert.Equal(ParkCodes.WatchBlind, Evaluate(state, blind with { At = blind.At + _options.Grace }).HoldCode);
    }

    [Fact]
    public void A_wrong_token_cannot_be_accepted()
    {
        WatchLook wrong = Looks.Good() with { Token = TokenInForce.Old };
        WatchState state = WatchMemory.TakeAnswer(After(new(), wrong), Left(ParkCodes.CancelledBySomebodyElse, wrong.At));
        Assert.Null(state.Asked);
        Assert.Equal(ParkCodes.CancelledBySomebodyElse, Evaluate(state, wrong).HoldCode);
    }

    [Fact]
    public void What_was_accepted_ends_when_the_trouble_is_over()
    {
        WatchState state = After(
            new() { AcceptedRejectedPerMinute = 9, AcceptedLost = new Dictionary<string, int> { ["a"] = 20 } },
            Looks.Good());
        Assert.Null(state.AcceptedRejectedPerMinute);
        Assert.Empty(state.AcceptedLost);
        Assert.NotNull(Evaluate(state, _bad).HoldCode);
    }

    [Fact]
    public void What_was_accepted_does_not_end_while_nobody_can_see()
    {
        WatchState accepted = new() { AcceptedRejectedPerMinute = 9, AcceptedLost = new Dictionary<string, int> { ["a"] = 20 } };
        WatchState state = After(
            accepted,
            Looks.Good() with { RejectedPerMinute = null, MetricUnavailable = "none", Zones = null, Unreadable = "down" });
        Assert.Equal((accepted.AcceptedRejectedPerMinute, accepted.AcceptedLost), (state.AcceptedRejectedPerMinute, state.AcceptedLost));
    }

    [Fact]
    public void What_is_not_available_is_counted_from_its_first_look_and_forgotten_when_it_is_back()
    {
        WatchLook blind = Looks.Good() with { RejectedPerMinute = null, MetricUnavailable = "none", Unreadable = "down" };
        WatchState state = After(After(new(), blind), blind with { At = blind.At.AddMinutes(1) });
        Assert.Equal((blind.At, blind.At), (state.MetricUnavailableSince, state.UnreadableSince));
        state = After(state, Looks.Good());
        Assert.Equal((null, null), (state.MetricUnavailableSince, state.UnreadableSince));
    }

    [Theory]
    [InlineData(TokenInForce.New, true)]
    [InlineData(TokenInForce.Old, false)]
    [InlineData(TokenInForce.Foreign, false)]
    [InlineData(TokenInForce.NotAsked, false)]
    public void Only_the_expected_token_need_not_be_looked_at_again_at_once(TokenInForce token, bool isSeen)
        => Assert.Equal(isSeen, After(new(), Looks.Good() with { Token = token }).TokenSeenAt is not null);

    private static RotationRecord Left(string code, DateTimeOffset since) => Looks.Open() with { LastParkReason = new(code, "", since) };

    private static WatchVerdict Evaluate(WatchState state, WatchLook look)
        => WatchRules.Evaluate(Looks.Open(), Looks.Baseline(), state, look, _options);

    private static WatchState After(WatchState state, WatchLook look, RotationRecord? rotation = null)
        => WatchMemory.After(
            rotation ?? Looks.Open(),
            Looks.Baseline(),
            state,
            look,
            WatchRules.Evaluate(rotation ?? Looks.Open(), Looks.Baseline(), state, look, _options),
            _options);
}
