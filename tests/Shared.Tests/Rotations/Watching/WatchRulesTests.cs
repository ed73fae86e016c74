using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.InForce;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Shared.Tests.Rotations.Watching;

public sealed class WatchRulesTests
{
    private static readonly WatchOptions _options = new();

    [Fact]
    public void A_fleet_as_it_was_is_not_held() => Assert.Equal(new WatchVerdict(), Evaluate(Looks.Good()));

    [Theory]
    [InlineData(2.0, 0, false, "as many as before")]
    [InlineData(0.0, 0, false, "fewer than before")]
    [InlineData(2.2, 0, true, "more than before")]
    [InlineData(7.0, 5, false, "as many more as are let pass")]
    [InlineData(7.2, 5, true, "more than are let pass")]
    public void More_rejected_messages_than_are_let_pass_hold(double rejected, int tolerance, bool holds, string row)
    {
        WatchVerdict verdict = Evaluate(
            Looks.Good() with { RejectedPerMinute = rejected },
            options: _options with { RejectedTolerance = tolerance });
        Assert.True(holds == (verdict.HoldCode is ParkCodes.RejectedMessagesRose), row);
        Assert.Equal(holds, verdict.Message?.Contains("before start it was 2.", StringComparison.Ordinal) is true);
    }

    [Theory]
    [InlineData(2.5, true)]
    [InlineData(2.0, false)]
    public void While_the_first_soaks_no_more_is_let_pass(double rejected, bool holds)
        => Assert.Equal(
            holds,
            Evaluate(
                Looks.Good() with { RejectedPerMinute = rejected, IsSoaking = true },
                options: _options with { RejectedTolerance = 100 }).HoldCode is ParkCodes.RejectedMessagesRose);

    [Theory]
    [InlineData(0.0, null)]
    [InlineData(0.2, ParkCodes.RejectedMessagesRose)]
    public void Without_a_baseline_every_rejected_message_is_a_rise(double rejected, string? code)
    {
        WatchVerdict verdict = Evaluate(Looks.Good() with { RejectedPerMinute = rejected }, Looks.Baseline(rejected: null));
        Assert.Equal(code, verdict.HoldCode);
        Assert.True(verdict.IsInconclusive);
    }

    [Theory]
    [InlineData(95, 0, false, "as many lost as 5 % are")]
    [InlineData(94, 0, true, "one more lost")]
    [InlineData(90, 10, false, "those that are gone are off or restarting")]
    [InlineData(80, 10, true, "not all that are gone are off or restarting")]
    [InlineData(120, 0, false, "more than before")]
    public void Agents_lost_from_a_zone_hold(int online, int excused, bool holds, string row)
    {
        WatchVerdict verdict = Evaluate(
            Looks.Good() with { Zones = new Dictionary<string, ZoneOnline> { ["a"] = new(online, excused), ["b"] = new(3, 0) } });
        Assert.True(holds == (verdict.HoldCode is ParkCodes.AgentsLost), row);
    }

    [Fact]
    public void In_a_small_zone_one_is_more_than_a_percentage()
        => Assert.Contains(
            "1 of 3 in b",
            Evaluate(Looks.Good() with { Zones = Looks.Zones(("a", 100), ("b", 2)) }).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_zone_that_vanished_holds()
        => Assert.Equal(ParkCodes.AgentsLost, Evaluate(Looks.Good() with { Zones = Looks.Zones(("b", 3)) }).HoldCode);

    [Fact]
    public void A_zone_that_is_new_does_not_hold()
        => Assert.Null(Evaluate(Looks.Good() with { Zones = Looks.Zones(("a", 100), ("b", 3), ("c", 0)) }).HoldCode);

    [Fact]
    public void Who_was_off_before_start_already_excuses_nobody()
    {
        WatchBaseline baseline = Looks.Baseline() with { Zones = new Dictionary<string, ZoneOnline> { ["a"] = new(100, 50) } };
        Assert.Equal(
            ParkCodes.AgentsLost,
            Evaluate(Looks.Good() with { Zones = new Dictionary<string, ZoneOnline> { ["a"] = new(60, 50) } }, baseline).HoldCode);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("b", false)]
    public void While_the_first_ActiveGate_soaks_nobody_of_its_zone_may_be_lost(string strict, bool holds)
        => Assert.Equal(
            holds,
            Evaluate(Looks.Good() with { Zones = Looks.Zones(("a", 99), ("b", 3)), StrictZones = [strict] }).HoldCode
                is ParkCodes.AgentsLost);

    [Theory]
    [InlineData(TokenInForce.New, null)]
    [InlineData(TokenInForce.NotAsked, null)]
    [InlineData(TokenInForce.Old, ParkCodes.CancelledBySomebodyElse)]
    [InlineData(TokenInForce.Foreign, ParkCodes.ForeignToken)]
    public void A_token_in_force_that_is_not_the_new_one_holds(TokenInForce token, string? code)
    {
        WatchVerdict verdict = Evaluate(Looks.Good() with { Token = token });
        Assert.Equal(code, verdict.HoldCode);
        Assert.Equal(code is not null, verdict.Message?.Contains("abort", StringComparison.OrdinalIgnoreCase) is true);
    }

    [Theory]
    [InlineData(RotationPhase.RollingBack, null, TokenInForce.Old, null)]
    [InlineData(RotationPhase.RollingBack, null, TokenInForce.New, null)]
    [InlineData(RotationPhase.Cancelling, null, TokenInForce.Old, null)]
    [InlineData(RotationPhase.Cancelling, null, TokenInForce.Foreign, ParkCodes.ForeignToken)]
    [InlineData(RotationPhase.Parked, RotationPhase.RollingBack, TokenInForce.Old, null)]
    [InlineData(RotationPhase.Parked, RotationPhase.Verifying, TokenInForce.Old, ParkCodes.CancelledBySomebodyElse)]
    [InlineData(RotationPhase.AwaitingFinish, null, TokenInForce.Old, ParkCodes.CancelledBySomebodyElse)]
    [InlineData(RotationPhase.Finishing, null, TokenInForce.Old, ParkCodes.CancelledBySomebodyElse)]
    public void Which_token_may_be_in_force_depends_on_the_direction(
        RotationPhase phase,
        RotationPhase? parkedFrom,
        TokenInForce token,
        string? code)
        => Assert.Equal(
            code,
            Evaluate(Looks.Good() with { Token = token }, rotation: Looks.Open(phase) with { ParkedFrom = parkedFrom }).HoldCode);

    [Theory]
    [InlineData(TokenInForce.Old)]
    [InlineData(TokenInForce.Foreign)]
    public void Before_start_took_effect_the_token_does_not_matter(TokenInForce token)
        => Assert.Null(Evaluate(Looks.Good() with { Token = token }, rotation: Looks.Open(RotationPhase.Starting, owned: false)).HoldCode);

    [Fact]
    public void Before_start_took_effect_rejected_messages_matter()
        => Assert.Equal(
            ParkCodes.RejectedMessagesRose,
            Evaluate(Looks.Good() with { RejectedPerMinute = 9 }, rotation: Looks.Open(RotationPhase.Starting, owned: false)).HoldCode);

    [Theory]
    [InlineData(true, 0, false, ParkCodes.MetricUnavailable, "it will stay so")]
    [InlineData(false, 4, false, null, "it may come back")]
    [InlineData(false, 5, false, ParkCodes.MetricUnavailable, "it did not come back")]
    [InlineData(true, 60, true, null, "a human went on without it")]
    public void A_metric_that_is_not_available_holds_once(bool stays, int minutes, bool answered, string? code, string row)
    {
        WatchLook look = Looks.Good() with
        {
            RejectedPerMinute = null,
            MetricUnavailable = "No such metric.",
            MetricStaysUnavailable = stays,
        };
        WatchVerdict verdict = Evaluate(
            look,
            state: new() { MetricUnavailableSince = look.At.AddMinutes(-minutes), MetricAnswered = answered });
        Assert.True(code == verdict.HoldCode, row);
        Assert.True(verdict.IsInconclusive);
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, ParkCodes.WatchBlind)]
    public void A_Dynatrace_that_cannot_be_read_holds_after_a_while(int minutes, string? code)
    {
        WatchLook look = Looks.Good() with { Zones = null, Unreadable = "Dynatrace answered 503: down" };
        WatchVerdict verdict = Evaluate(look, state: new() { UnreadableSince = look.At.AddMinutes(-minutes) });
        Assert.Equal(code, verdict.HoldCode);
        Assert.True(verdict.IsInconclusive);
    }

    [Theory]
    [InlineData(9.0, null)]
    [InlineData(9.2, ParkCodes.RejectedMessagesRose)]
    public void As_many_rejected_messages_as_a_human_accepted_do_not_hold(double rejected, string? code)
        => Assert.Equal(
            code,
            Evaluate(Looks.Good() with { RejectedPerMinute = rejected }, state: new() { AcceptedRejectedPerMinute = 9 }).HoldCode);

    [Theory]
    [InlineData(80, null)]
    [InlineData(79, ParkCodes.AgentsLost)]
    public void As_many_lost_agents_as_a_human_accepted_do_not_hold(int online, string? code)
        => Assert.Equal(
            code,
            Evaluate(
                Looks.Good() with { Zones = Looks.Zones(("a", online), ("b", 3)) },
                state: new() { AcceptedLost = new Dictionary<string, int> { ["a"] = 20 } }).HoldCode);

    [Fact]
    public void A_wrong_token_comes_before_all_else()
        => Assert.Equal(
            ParkCodes.ForeignToken,
            Evaluate(Looks.Good() with { Token = TokenInForce.Foreign, RejectedPerMinute = 99, Zones = Looks.Zones() }).HoldCode);

    private static WatchVerdict Evaluate(
        WatchLook look,
        WatchBaseline? baseline = null,
        WatchState? state = null,
        RotationRecord? rotation = null,
        WatchOptions? options = null)
        => WatchRules.Evaluate(rotation ?? Looks.Open(), baseline ?? Looks.Baseline(), state ?? new(), look, options ?? _options);
}
