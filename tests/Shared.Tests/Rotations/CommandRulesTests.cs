using TenantTokens.Rotations;
using TenantTokens.Tests.Builders;
using static TenantTokens.Rotations.RotationCommandKind;

namespace TenantTokens.Shared.Tests.Rotations;

public sealed class CommandRulesTests
{
    [Theory]
    [InlineData(RotationPhase.Planning, false, new[] { Confirm, Abort })]
    [InlineData(RotationPhase.AwaitingStart, false, new[] { Confirm, Abort })]
    [InlineData(RotationPhase.Planning, true, new[] { Abort })]
    [InlineData(RotationPhase.AwaitingStart, true, new[] { Abort })]
    [InlineData(RotationPhase.Starting, true, new RotationCommandKind[0])]
    [InlineData(RotationPhase.RotatingActiveGates, true, new[] { Abort })]
    [InlineData(RotationPhase.RotatingOneAgents, true, new[] { Abort })]
    [InlineData(RotationPhase.Verifying, true, new[] { Abort })]
    [InlineData(RotationPhase.AwaitingFinish, true, new[] { Abort })]
    [InlineData(RotationPhase.Finishing, true, new RotationCommandKind[0])]
    [InlineData(RotationPhase.RollingBack, true, new RotationCommandKind[0])]
    [InlineData(RotationPhase.Cancelling, true, new RotationCommandKind[0])]
    [InlineData(RotationPhase.Parked, true, new[] { Abort, Resume })]
    [InlineData(RotationPhase.Completed, true, new RotationCommandKind[0])]
    [InlineData(RotationPhase.Cancelled, true, new RotationCommandKind[0])]
    public void A_phase_takes_these_commands_and_no_others(RotationPhase phase, bool confirmed, RotationCommandKind[] allowed)
    {
        RotationRecord rotation = Some.Rotation(phase) with { PlanConfirmed = confirmed };
        Assert.Equal(allowed, Enum.GetValues<RotationCommandKind>().Where(kind => CommandRules.Refusal(rotation, kind) is null));
    }

    public static TheoryData<string, RotationRecord> CallsThatMayHaveTakenEffect => new()
    {
        { "start", Some.Rotation(RotationPhase.Parked) with { Start = new(1, Some.Now, Answered: false) } },
        { "finish", Some.Rotation(RotationPhase.Parked) with { Owned = true, Finish = new(1, Some.Now, Answered: false) } },
        { "finish, refused", Some.Rotation(RotationPhase.Parked) with { Owned = true, Finish = new(1, Some.Now, Answered: true, Refused: true) } },
        { "cancel", Some.Rotation(RotationPhase.Parked) with { Owned = true, Cancel = new(1, Some.Now, Answered: false) } },
    };

    [Theory]
    [MemberData(nameof(CallsThatMayHaveTakenEffect))]
    public void After_a_call_that_may_have_taken_effect_there_is_no_turning_back(string call, RotationRecord rotation)
    {
        Assert.True(CommandRules.Refusal(rotation, Abort) is not null, call);
        Assert.True(CommandRules.Refusal(rotation, Resume) is null, call);
    }

    [Fact]
    public void After_a_start_that_was_refused_as_somebody_elses_there_is()
        => Assert.Null(CommandRules.Refusal(Some.Rotation(RotationPhase.Parked) with { Start = new(1, Some.Now, Answered: true, Refused: true) }, Abort));

    [Fact]
    public void A_refusal_names_the_phase_and_what_is_allowed()
        => Assert.Equal("Resume is not allowed while rotation rot-1 is Verifying; allowed: Abort.", CommandRules.Refusal(Some.Rotation(RotationPhase.Verifying), Resume));

    [Fact]
    public void A_refusal_says_when_nothing_is_allowed()
        => Assert.EndsWith("allowed: nothing.", CommandRules.Refusal(Some.Rotation(RotationPhase.Finishing), Abort), StringComparison.Ordinal);
}
