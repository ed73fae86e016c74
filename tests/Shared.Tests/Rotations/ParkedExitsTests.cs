using TenantTokens.Dynatrace;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Testing.Builders;
using static TenantTokens.Rotations.OperatorCommandKind;

namespace TenantTokens.Shared.Tests.Rotations;

public sealed class ParkedExitsTests
{
    /// <summary>Every phase that can be parked with every code that it can be parked for, by the call that is open.</summary>
    public static TheoryData<string, RotationRecord> Reachable
    {
        get
        {
            TheoryData<string, RotationRecord> data = [];
            CallAttempt refused = new CallAttempt(1, Some.Now, Answered: false).With(CallAnswer.Refused);
            CallAttempt unknown = new(1, Some.Now, Answered: false);
            CallAttempt done = refused.Settled(tookEffect: true);
            foreach (CallAttempt? start in (CallAttempt?[])[null, refused, unknown])
            {
                Add(Parked(RotationPhase.Planning, owned: false) with { Start = start }, ParkCodes.PlanBlocked, ParkCodes.StepFailed);
                Add(
                    Parked(RotationPhase.Starting, owned: false) with { Start = start },
                    ParkCodes.ForeignRotation,
                    ParkCodes.AdoptionImpossible,
                    ParkCodes.StartNotSettled,
                    ParkCodes.StartRefused,
                    ParkCodes.WatchBlind,
                    ParkCodes.StepFailed);
            }

            foreach (RotationPhase from in (RotationPhase[])[
                RotationPhase.Starting,
                RotationPhase.RotatingActiveGates,
                RotationPhase.RotatingOneAgents,
                RotationPhase.Verifying,
                RotationPhase.AwaitingFinish,
            ])
            {
                foreach (bool isDead in (bool[])[false, true])
                {
                    Add(
                        Parked(from, owned: true) with { OldTokenIsDead = isDead },
                        ParkCodes.RejectedMessagesRose,
                        ParkCodes.AgentsLost,
                        ParkCodes.MetricUnavailable,
                        ParkCodes.WatchBlind,
                        ParkCodes.CancelledBySomebodyElse,
                        ParkCodes.ForeignToken,
                        ParkCodes.StepFailed);
                }
            }

            foreach (CallAttempt? finish in (CallAttempt?[])[null, refused, unknown, done])
            {
                Add(
                    Parked(RotationPhase.Finishing, owned: true) with { Finish = finish },
                    ParkCodes.FinishRefused,
                    ParkCodes.FinishNotSettled,
                    ParkCodes.CancelledBySomebodyElse,
                    ParkCodes.ForeignToken,
                    ParkCodes.WatchBlind,
                    ParkCodes.StepFailed);
            }

            Add(
                Parked(RotationPhase.RollingBack, owned: true),
                ParkCodes.StepFailed,
                ParkCodes.ForeignToken,
                ParkCodes.RestoreCanaryOffline);
            Add(Parked(RotationPhase.RotatingOneAgents, owned: true), ParkCodes.CanaryOffline);
            foreach (CallAttempt? cancel in (CallAttempt?[])[null, refused, unknown, done])
            {
                Add(
                    Parked(RotationPhase.Cancelling, owned: true) with { Cancel = cancel },
                    ParkCodes.CancelRefused,
                    ParkCodes.CancelNotSettled,
                    ParkCodes.ForeignToken,
                    ParkCodes.WatchBlind,
                    ParkCodes.StepFailed);
            }

            return data;

            void Add(RotationRecord rotation, params string[] codes)
            {
                foreach (string code in codes)
                {
                    string call = $"{rotation.Start} {rotation.Finish} {rotation.Cancel}".Trim();
                    data.Add($"{rotation.ParkedFrom} {code} {call}", rotation with { ParkReason = new(code, "", Some.Now) });
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Reachable))]
    public void Every_parked_rotation_can_be_resumed_and_ends_by_abort_forward_adopt_or_at_last_close(string where, RotationRecord rotation)
    {
        Assert.True(Allowed(rotation).Contains(Resume), where);

        RotationRecord inVain = rotation with { ParkReason = rotation.ParkReason! with { ResumesInVain = 1 } };
        Assert.True(Allowed(inVain).Any(static kind => kind is Abort or Adopt or Forward or Close), where);
    }

    [Theory]
    [MemberData(nameof(Reachable))]
    public void Close_is_refused_while_something_else_leads_to_an_end_and_before_a_resume_was_in_vain(string where, RotationRecord rotation)
    {
        Assert.False(Allowed(rotation).Contains(Close), where);

        RotationRecord inVain = rotation with { ParkReason = rotation.ParkReason! with { ResumesInVain = 1 } };
        bool turningEnds = Allowed(inVain).Any(static kind => kind is Abort or Forward)
            && !(rotation is { StartTookEffect: true, ParkReason.Code: ParkCodes.ForeignToken });
        Assert.True(Allowed(inVain).Contains(Close) != (turningEnds || Allowed(inVain).Contains(Adopt)), where);
    }

    [Fact]
    public void A_resume_that_leads_back_to_the_same_hold_was_in_vain()
    {
        ParkReason hold = new ParkReason("foreign-token", "", Some.Now, InForce: "a1") { WasResumed = true };
        Assert.Equal(1, hold.FollowedBy(hold with { ResumesInVain = 0 }).ResumesInVain);
    }

    [Fact]
    public void After_a_change_at_dynatrace_nothing_was_in_vain_yet()
    {
        ParkReason hold = new ParkReason("foreign-token", "", Some.Now, InForce: "a1", ResumesInVain: 3) { WasResumed = true };
        Assert.Equal(0, hold.FollowedBy(new("foreign-token", "", Some.Now, InForce: "b2")).ResumesInVain);
        Assert.Equal(0, (hold with { InForce = null }).FollowedBy(new("foreign-token", "", Some.Now, InForce: "b2")).ResumesInVain);
    }

    [Fact]
    public void A_hold_for_another_reason_neither_counts_nor_forgets()
    {
        ParkReason hold = new ParkReason("foreign-token", "", Some.Now, InForce: "a1", ResumesInVain: 2) { WasResumed = true };
        ParkReason other = hold.FollowedBy(new("step-failed", "", Some.Now));
        Assert.Equal(("a1", 2), (other.InForce, other.ResumesInVain));
    }

    [Fact]
    public void A_foreign_rotation_that_could_not_be_taken_over_may_be_closed_once_a_resume_was_in_vain_and_may_still_be_adopted()
    {
        ParkReason impossible = new(ParkCodes.AdoptionImpossible, "", Some.Now, InForce: "a1");
        ParkReason foreign = impossible.FollowedBy(new(ParkCodes.ForeignRotation, "", Some.Now, InForce: "a1"));
        RotationRecord rotation = Parked(RotationPhase.Starting, owned: false) with
        {
            Start = new(1, Some.Now, Answered: false),
            ParkReason = foreign with { WasResumed = true },
        };
        Assert.Equal([Resume, Adopt], Allowed(rotation).Where(static kind => kind is Resume or Adopt or Close));

        RotationRecord inVain = rotation with { ParkReason = rotation.ParkReason.FollowedBy(foreign) };
        Assert.Equal([Resume, Adopt, Close], Allowed(inVain).Where(static kind => kind is Resume or Adopt or Close));
    }

    [Fact]
    public void After_a_change_at_dynatrace_it_may_be_possible_to_take_it_over()
    {
        ParkReason impossible = new(ParkCodes.AdoptionImpossible, "", Some.Now, InForce: "a1");
        Assert.False(impossible.FollowedBy(new(ParkCodes.ForeignRotation, "", Some.Now, InForce: "b2")).AdoptedInVain);
    }

    [Fact]
    public void An_abort_in_between_neither_counts_nor_forgets()
    {
        ParkReason hold = new ParkReason("foreign-token", "", Some.Now, InForce: "a1", ResumesInVain: 2);
        Assert.Equal(2, hold.FollowedBy(hold with { ResumesInVain = 0 }).ResumesInVain);
    }

    [Theory]
    [InlineData(ParkCodes.RestoreCanaryOffline, RotationPhase.RollingBack)]
    [InlineData(ParkCodes.CanaryOffline, RotationPhase.RotatingOneAgents)]
    public void A_canary_that_stays_offline_is_no_dead_end_while_a_third_token_is_in_force(string code, RotationPhase from)
    {
        RotationRecord rotation = Parked(from, owned: true) with
        {
            ForeignToken = "c3",
            ParkReason = new(code, "", Some.Now, ResumesInVain: 1),
        };
        Assert.Contains(Close, Allowed(rotation));
        Assert.DoesNotContain(Close, Allowed(rotation with { ForeignToken = null }));
    }

    private static RotationRecord Parked(RotationPhase from, bool owned)
        => Some.Rotation(RotationPhase.Parked) with { ParkedFrom = from, StartTookEffect = owned };

    private static OperatorCommandKind[] Allowed(RotationRecord rotation) => [.. OperatorCommandRules.Allowed(rotation)];
}
