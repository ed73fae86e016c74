using TenantTokens.Dynatrace;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Words;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Words;

/// <summary>What is said of the tokens when the program is stopped.</summary>
public sealed class StandsTextTests
{
    private static readonly CallAttempt _sent = new(1, Some.Now, Answered: false);
    private static readonly CallAttempt _refused = new(1, Some.Now, Answered: true, Refused: true);
    private static readonly CallAttempt _answered = new(1, Some.Now, Answered: true);
    private static readonly RotationRecord _open = Some.Rotation(RotationPhase.Finishing) with
    {
        StartTookEffect = true,
        Start = _answered,
    };
    private static readonly RotationRecord _parked = _open with { Phase = RotationPhase.Parked };

    private static readonly Dictionary<string, (RotationRecord Rotation, string Says)> _known = new()
    {
        ["finish was sent and not answered"] = (_open with { Finish = _sent }, "the old token may be dead"),
        ["finish was sent, not answered, and it is parked"] = (_parked with { Finish = _sent }, "the old token may be dead"),
        ["cancel was sent and not answered"] = (_open with { Cancel = _sent }, "the new token may be dead"),
        ["start was sent and not answered"] = (Some.Rotation(RotationPhase.Starting) with { Start = _sent }, "a new token may be valid"),
        ["somebody else finished"] = (_open with { OldTokenIsDead = true }, "the old token is dead"),
        ["finish took effect"] = (_open with { Finish = _answered, SweepUntil = Some.Now }, "the new token in force"),
        ["somebody else cancelled"] = (
            _parked with { ParkReason = new(ParkCodes.CancelledBySomebodyElse, "", Some.Now) }, "which tokens are valid is not known"),
        ["nothing was sent"] = (Some.Rotation(RotationPhase.Planning), "it has not started"),
        ["it is completed"] = (_open with { Phase = RotationPhase.Completed }, "the new token is in force"),
    };

    private static readonly Dictionary<string, (RotationRecord Rotation, string Says)> _notStarted = new()
    {
        ["a rotation is open already"] = (Some.Rotation(RotationPhase.Parked) with
        {
            Start = _refused with { Answer = CallAnswer.WrongState },
        }, "another rotation is open there"),
        ["a token is in force that may be its own"] = (Some.Rotation(RotationPhase.Parked) with
        {
            ParkReason = new(ParkCodes.ForeignRotation, "", Some.Now),
        }, "another rotation is open there"),
        ["it was cancelled"] = (
            Some.Rotation(RotationPhase.Cancelled) with { Start = _refused with { Answer = CallAnswer.WrongState } },
            "is cancelled; no host was touched"),
    };

    public static TheoryData<string> NotStarted => [.. _notStarted.Keys];

    public static TheoryData<string> Cases => [.. _known.Keys];

    [Fact]
    public void An_open_rotation_keeps_both_tokens_valid()
        => Assert.Contains("both tokens stay valid", StandsText.From(_open), StringComparison.Ordinal);

    [Fact]
    public void A_finish_that_is_known_to_have_had_no_effect_leaves_both_valid()
        => Assert.Contains("both tokens stay valid", StandsText.From(_open with { Finish = _refused }), StringComparison.Ordinal);

    /// <summary>A start that is answered with 400 may have arrived twice: then the rotation that is open is its own.</summary>
    [Theory]
    [MemberData(nameof(NotStarted))]
    public void Nothing_is_said_of_the_tokens_when_the_start_met_an_open_rotation(string what)
    {
        string said = StandsText.From(_notStarted[what].Rotation);

        Assert.Contains(_notStarted[what].Says, said, StringComparison.Ordinal);
        Assert.DoesNotContain("in force", said, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing was changed", said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Both_tokens_are_never_called_valid_when_it_is_otherwise_or_not_known(string what)
    {
        string said = StandsText.From(_known[what].Rotation);

        Assert.Contains(_known[what].Says, said, StringComparison.Ordinal);
        Assert.DoesNotContain("both tokens", said, StringComparison.OrdinalIgnoreCase);
    }
}
