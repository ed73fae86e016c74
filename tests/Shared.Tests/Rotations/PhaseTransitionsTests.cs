using TenantTokens.Rotations;
using static TenantTokens.Rotations.RotationPhase;

namespace TenantTokens.Shared.Tests.Rotations;

public sealed class PhaseTransitionsTests
{
    /// <summary>The table of the design, written down a second time.</summary>
    private static readonly Dictionary<RotationPhase, RotationPhase[]> _design = new()
    {
        [RotationPhase.Planning] = [AwaitingStart, Cancelled, Parked],
        [AwaitingStart] = [RotationPhase.Planning, RotationPhase.Starting, Cancelled],
        [RotationPhase.Starting] = [RotatingActiveGates, Parked, Cancelled],
        [RotatingActiveGates] = [RotatingOneAgents, RotationPhase.RollingBack, Parked],
        [RotatingOneAgents] = [RotatingActiveGates, Verifying, RotationPhase.RollingBack, Parked],
        [Verifying] = [AwaitingFinish, RotatingOneAgents, RotationPhase.RollingBack, Parked],
        [AwaitingFinish] = [Verifying, RotationPhase.Finishing, RotationPhase.RollingBack, Parked],
        [RotationPhase.Finishing] = [Completed, Verifying, Parked],
        [RotationPhase.RollingBack] = [Cancelling, RotatingActiveGates, Parked],
        [Cancelling] = [Cancelled, RotationPhase.RollingBack, RotatingActiveGates, Parked],
        [Closing] = [Parked, Abandoned],
        [Completed] = [],
        [Cancelled] = [],
        [Abandoned] = [],
    };

    public static TheoryData<RotationPhase> NotParked => [.. Enum.GetValues<RotationPhase>().Where(static phase => phase is not Parked)];

    [Theory]
    [MemberData(nameof(NotParked))]
    public void A_phase_is_followed_by_what_the_design_says_and_by_nothing_else(RotationPhase from)
    {
        foreach (RotationPhase to in Enum.GetValues<RotationPhase>())
        {
            Exception? refused = Record.Exception(() => PhaseTransitions.Check(from, to, parkedFrom: null, owned: true));
            Assert.True(_design[from].Contains(to) == refused is null, $"{from} to {to}: {refused?.Message ?? "allowed"}");
        }
    }

    [Fact]
    public void Only_completed_cancelled_and_abandoned_are_ends()
        => Assert.Equal([Completed, Cancelled, Abandoned], Enum.GetValues<RotationPhase>().Where(static phase => phase.IsTerminal()));

    [Fact]
    public void No_end_is_left_not_even_for_itself()
        => Assert.All(
            [Completed, Cancelled, Abandoned],
            static end => Assert.Empty(PhaseTransitions.Next(end, parkedFrom: RotatingOneAgents, owned: true)));

    [Theory]
    [InlineData(RotatingOneAgents)]
    [InlineData(Verifying)]
    [InlineData(Cancelling)]
    public void After_start_took_effect_parked_goes_back_turns_or_is_closed_but_is_never_dropped(RotationPhase origin)
        => Assert.Equal(
            [origin, RotationPhase.RollingBack, RotatingActiveGates, Closing],
            PhaseTransitions.Next(Parked, origin, owned: true));

    [Theory]
    [InlineData(RotationPhase.Planning)]
    [InlineData(RotationPhase.Starting)]
    public void Before_start_took_effect_parked_goes_back_is_dropped_or_closed_but_nothing_is_rolled_back(RotationPhase origin)
        => Assert.Equal([origin, Cancelled, Closing], PhaseTransitions.Next(Parked, origin, owned: false));

    [Theory]
    [InlineData(RotationPhase.RollingBack)]
    [InlineData(RotatingActiveGates)]
    public void Parked_in_a_direction_goes_on_in_it_turns_or_is_closed(RotationPhase origin)
        => Assert.Equal([RotationPhase.RollingBack, RotatingActiveGates, Closing], PhaseTransitions.Next(Parked, origin, owned: true));

    [Fact]
    public void Parked_never_leads_to_a_finish_that_it_did_not_come_from()
        => Assert.Throws<PhaseTransitionException>(
            static () => PhaseTransitions.Check(Parked, RotationPhase.Finishing, AwaitingFinish, owned: true));

    [Fact]
    public void A_refusal_names_the_phase_and_the_moves_that_are_allowed()
    {
        PhaseTransitionException refused = Assert.Throws<PhaseTransitionException>(
            static () => PhaseTransitions.Check(Verifying, Completed, parkedFrom: null, owned: true));
        Assert.Equal(
            "A rotation that is Verifying cannot become Completed; allowed: AwaitingFinish, RotatingOneAgents, RollingBack, Parked.",
            refused.Message);
        Assert.Equal((Verifying, Completed), (refused.From, refused.To));
    }

    [Fact]
    public void A_refusal_after_the_end_says_that_it_has_ended()
    {
        PhaseTransitionException refused = Assert.Throws<PhaseTransitionException>(
            static () => PhaseTransitions.Check(Cancelled, RotationPhase.Planning, parkedFrom: null, owned: false));
        Assert.Contains("nothing, it has ended", refused.Message, StringComparison.Ordinal);
    }
}
