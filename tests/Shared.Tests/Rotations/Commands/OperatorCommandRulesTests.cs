using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Testing.Builders;
using static TenantTokens.Rotations.OperatorCommandKind;

namespace TenantTokens.Shared.Tests.Rotations.Commands;

public sealed class OperatorCommandRulesTests
{
    [Theory]
    [InlineData(RotationPhase.Planning, false, new[] { Confirm, Abort, Escalate })]
    [InlineData(RotationPhase.AwaitingStart, false, new[] { Confirm, Abort, Escalate })]
    [InlineData(RotationPhase.Planning, true, new[] { Abort, Escalate })]
    [InlineData(RotationPhase.AwaitingStart, true, new[] { Abort, Escalate })]
    [InlineData(RotationPhase.Starting, true, new[] { Escalate })]
    [InlineData(RotationPhase.RotatingActiveGates, true, new[] { Abort, Pause, Retry, Skip, Escalate })]
    [InlineData(RotationPhase.RotatingOneAgents, true, new[] { Abort, Pause, Retry, Skip, Escalate })]
    [InlineData(RotationPhase.Verifying, true, new[] { Abort, Pause, Retry, Skip, Escalate })]
    [InlineData(RotationPhase.AwaitingFinish, true, new[] { Abort, Pause, Retry, Skip, Escalate })]
    [InlineData(RotationPhase.Finishing, true, new OperatorCommandKind[0])]
    [InlineData(RotationPhase.RollingBack, true, new OperatorCommandKind[0])]
    [InlineData(RotationPhase.Cancelling, true, new OperatorCommandKind[0])]
    [InlineData(RotationPhase.Parked, true, new[] { Abort, Resume, Escalate })]
    [InlineData(RotationPhase.Completed, true, new OperatorCommandKind[0])]
    [InlineData(RotationPhase.Cancelled, true, new OperatorCommandKind[0])]
    [InlineData(RotationPhase.Closing, true, new[] { Abort })]
    [InlineData(RotationPhase.Abandoned, true, new OperatorCommandKind[0])]
    public void A_phase_takes_these_commands_and_no_others(RotationPhase phase, bool confirmed, OperatorCommandKind[] allowed)
    {
        RotationRecord rotation = Some.Rotation(phase) with { PlanConfirmed = confirmed };
        Assert.Equal(allowed, Enum.GetValues<OperatorCommandKind>().Where(kind => RefusalOf(rotation, kind) is null));
        Assert.All(Enum.GetValues<OperatorCommandKind>().Except(allowed), kind => IsRefusedForThePhase(rotation, kind));
    }

    [Fact]
    public void What_is_paused_can_be_resumed_and_not_paused_again()
    {
        RotationRecord paused = Some.Rotation(RotationPhase.RotatingOneAgents) with { Paused = true };
        Assert.Null(RefusalOf(paused, Resume));
        Assert.Equal(
            "Pause is not allowed while rotation rot-1 is RotatingOneAgents and paused; allowed: Abort, Retry, Skip, Resume, Escalate.",
            RefusalOf(paused, Pause));
    }

    [Fact]
    public void An_emergency_is_not_escalated_again()
        => Assert.Equal(
            "Escalate is not allowed while rotation rot-1 is Verifying; allowed: Abort, Retry, Skip, Pause.",
            RefusalOf(Some.Rotation(RotationPhase.Verifying) with { Emergency = true }, Escalate));

    [Theory]
    [InlineData(Skip)]
    [InlineData(Escalate)]
    [InlineData(Close)]
    public void It_needs_a_reason(OperatorCommandKind kind)
        {
        RotationRecord rotation = kind is Close
            ? Some.Rotation(RotationPhase.Parked) with
            {
                StartTookEffect = true,
                ParkedFrom = RotationPhase.Cancelling,
                ParkReason = new(ParkCodes.ForeignToken, "", Some.Now, ResumesInVain: 1),
            }
            : Some.Rotation(RotationPhase.Verifying);
        Assert.Equal($"{kind} needs a reason for the audit trail.", OperatorCommandRules.Refusal(rotation, new(kind, "olga")));
    }

    public static TheoryData<string, TargetRecord, OperatorCommandKind, string?> Targets => new()
    {
        { "a failed OneAgent is left out", Some.Target("a", TargetState.Failed), Skip, null },
        { "a pending OneAgent is left out", Some.Target("a"), Skip, null },
        { "a rotated one is not", Some.Target("a", TargetState.Rotated), Skip, "already on the new token" },
        {
            "an ActiveGate is not: OneAgents wait for it",
            Some.Target("a", TargetState.Failed, Component.ActiveGate),
            Skip,
            "only the approvers"
        },
        {
            "one in flight is not",
            Some.Target("a") with { Send = new("ttr-1", TargetAction.Apply, 1, 1, Some.Now, Settled: false, DeletePending: true) },
            Skip,
            "in flight"
        },
        { "a failed one is tried again", Some.Target("a", TargetState.Failed), Retry, null },
        { "one that was left out is tried again", Some.Target("a", TargetState.Skipped), Retry, null },
        { "a rotated one is not tried again", Some.Target("a", TargetState.Rotated), Retry, "is Rotated" },
        { "one without a machine is not", Some.Target("a", TargetState.Failed) with { Machine = null }, Retry, "is Failed" },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_command_about_a_target_looks_at_the_target(string what, TargetRecord target, OperatorCommandKind kind, string? refusal)
    {
        string? said = OperatorCommandRules.Refusal(target, kind);
        Assert.True(refusal is null ? said is null : said?.Contains(refusal, StringComparison.Ordinal) is true, $"{what}: {said}");
    }

    public static IEnumerable<TheoryDataRow<RotationRecord>> CallsThatMayHaveTakenEffect { get; } =
    [
        new(Some.Rotation(RotationPhase.Parked) with { Start = new(1, Some.Now, Answered: false) }) { TestDisplayName = "start" },
        new(Some.Rotation(RotationPhase.Parked) with { StartTookEffect = true, Finish = new(1, Some.Now, Answered: false) })
        {
            TestDisplayName = "finish",
        },
        new(Some.Rotation(RotationPhase.Parked) with { StartTookEffect = true, Finish = new(2, Some.Now, Answered: false) })
        {
            TestDisplayName = "finish, refused once and then not answered",
        },
        new(Some.Rotation(RotationPhase.Parked) with
        {
            StartTookEffect = true,
            Finish = new CallAttempt(2, Some.Now, Answered: false) { UnknownAt = Some.Now }.With(CallAnswer.Refused),
        })
        {
            TestDisplayName = "finish, not answered and then refused",
        },
        new(Some.Rotation(RotationPhase.Parked) with { StartTookEffect = true, Finish = new(1, Some.Now, Answered: true) })
        {
            TestDisplayName = "finish, done",
        },
        new(Some.Rotation(RotationPhase.Parked) with { StartTookEffect = true, Cancel = new(1, Some.Now, Answered: true) })
        {
            TestDisplayName = "cancel, done",
        },
        new(Some.Rotation(RotationPhase.Parked) with { StartTookEffect = true, OldTokenIsDead = true })
        {
            TestDisplayName = "somebody else's finish",
        },
        new(Some.Rotation(RotationPhase.Parked) with { StartTookEffect = true, Cancel = new(1, Some.Now, Answered: false) })
        {
            TestDisplayName = "cancel",
        },
    ];

    [Theory]
    [MemberData(nameof(CallsThatMayHaveTakenEffect))]
    public void After_a_call_that_may_have_taken_effect_there_is_no_turning_back(RotationRecord rotation)
    {
        IsRefusedForThePhase(rotation, Abort);
        Assert.Null(RefusalOf(rotation, Resume));
    }

    [Fact]
    public void After_a_finish_that_dynatrace_refused_there_is()
        => Assert.Null(RefusalOf(
            Some.Rotation(RotationPhase.Parked) with
            {
                StartTookEffect = true,
                Finish = new CallAttempt(1, Some.Now, Answered: false).With(CallAnswer.Refused),
            },
            Abort));

    [Fact]
    public void After_a_finish_that_was_not_answered_there_is_once_the_old_token_is_in_force_again()
        => Assert.Null(RefusalOf(
            Some.Rotation(RotationPhase.Parked) with
            {
                StartTookEffect = true,
                Finish = new(1, Some.Now, Answered: false),
                ParkReason = new(ParkCodes.CancelledBySomebodyElse, "", Some.Now),
            },
            Abort));

    [Fact]
    public void Hosts_that_go_forward_because_the_old_token_is_dead_are_not_turned_back()
        => Assert.Equal(
            "Abort is not allowed while rotation rot-1 is RotatingOneAgents; allowed: Retry, Skip, Pause, Escalate.",
            RefusalOf(Some.Rotation(RotationPhase.RotatingOneAgents) with { StartTookEffect = true, OldTokenIsDead = true }, Abort));

    [Fact]
    public void After_a_start_that_was_refused_as_somebody_elses_there_is()
        => Assert.Null(
            RefusalOf(Some.Rotation(RotationPhase.Parked) with { Start = new(1, Some.Now, Answered: true, Refused: true) }, Abort));

    [Fact]
    public void A_refusal_names_the_phase_and_what_is_allowed()
        => Assert.Equal(
            "Resume is not allowed while rotation rot-1 is Verifying; allowed: Abort, Retry, Skip, Pause, Escalate.",
            RefusalOf(Some.Rotation(RotationPhase.Verifying), Resume));

    [Fact]
    public void A_refusal_says_when_nothing_is_allowed()
        => Assert.EndsWith("allowed: nothing.", RefusalOf(Some.Rotation(RotationPhase.Finishing), Abort), StringComparison.Ordinal);

    /// <summary>Refused, and for no other reason than that this is not its time.</summary>
    private static void IsRefusedForThePhase(RotationRecord rotation, OperatorCommandKind kind)
        => Assert.StartsWith(
            $"{kind} is not allowed while rotation rot-1 is {rotation.Phase}; allowed: ",
            RefusalOf(rotation, kind),
            StringComparison.Ordinal);

    private static string? RefusalOf(RotationRecord rotation, OperatorCommandKind kind)
        => OperatorCommandRules.Refusal(rotation, new(kind, "olga", "because"));
}
