using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Words;

/// <summary>Where a rotation stands, in words that every surface uses.</summary>
public sealed class RotationWordsTests
{
    private static readonly DateTimeOffset _deadline = Some.Now.AddHours(2);

    public static TheoryData<RotationPhase> Phases => [.. Enum.GetValues<RotationPhase>()];

    [Theory]
    [MemberData(nameof(Phases))]
    public void Each_phase_has_words_of_its_own_and_no_line_break(RotationPhase phase)
    {
        string now = Words(Some.Rotation(phase)).Now;

        Assert.DoesNotContain('\n', now);
        Assert.Single(Phases, other => Words(Some.Rotation(other)).Now == now);
    }

    [Fact]
    public void A_paused_rotation_says_that_nothing_new_is_sent_and_one_that_is_not_paused_does_not()
    {
        RotationRecord rotation = Some.Rotation(RotationPhase.RotatingOneAgents);

        Assert.StartsWith(
            "Paused, nothing new is sent. Rotating OneAgents",
            Words(rotation with { Paused = true }).Now,
            StringComparison.Ordinal);
        Assert.DoesNotContain("nothing new is sent", Words(rotation).Now, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RotationPhase.AwaitingStart, GateKind.Start)]
    [InlineData(RotationPhase.RotatingOneAgents, GateKind.Continue)]
    [InlineData(RotationPhase.AwaitingFinish, GateKind.Finish)]
    [InlineData(RotationPhase.RollingBack, GateKind.Cancel)]
    public void A_gate_says_at_once_whom_it_waits_for_and_until_when_whatever_its_kind(RotationPhase phase, GateKind kind)
    {
        string waits = Waits(phase, Some.Gate(kind: kind) with { Deadline = _deadline }, Some.Now)!;

        Assert.Contains("is open and waits for 1 of alice, bob, carol; not rachel, who requested it", waits, StringComparison.Ordinal);
        Assert.Contains(
            $" Its deadline is {_deadline.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z; then it counts as held.",
            waits,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_gate_that_its_votes_have_decided_waits_for_nobody()
    {
        RotationSnapshot decided = Snapshot(Some.Rotation(RotationPhase.AwaitingFinish)) with
        {
            Gate = Some.Gate(),
            GateOutcome = GateOutcome.Approved,
        };

        Assert.Equal("Gate finish-1 is decided: Approved.", RotationWords.From(decided, Some.Now).Waits);
    }

    [Fact]
    public void A_parked_rotation_waits_for_an_operator_whatever_gate_is_open()
    {
        Assert.Equal(
            "It waits for an operator command. Gate finish-1 stays open; its votes count once the rotation goes on.",
            Waits(RotationPhase.Parked, Some.Gate(), Some.Now));
        Assert.Equal("It waits for an operator command.", Words(Some.Rotation(RotationPhase.Parked)).Waits);
        Assert.Equal(
            "Parked (agents-lost): Look at them.",
            Words(Some.Rotation(RotationPhase.Parked) with { ParkReason = new(ParkCodes.AgentsLost, "Look at them.", Some.Now) }).Line);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void From_its_deadline_on_a_gate_counts_as_held_by_the_clock_that_it_is_given(int secondsAfter, bool isHeld)
    {
        string waits = Waits(
            RotationPhase.AwaitingFinish,
            Some.Gate() with { Deadline = _deadline },
            _deadline.AddSeconds(secondsAfter))!;

        Assert.Equal(isHeld, waits.Contains("is held and still waits for", StringComparison.Ordinal));
        Assert.Equal(isHeld, waits.Contains("Its deadline was", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_asked_is_not_among_those_who_decide()
        => Assert.Equal(
            "2 of alice, bob; not rachel, who requested it",
            GateWho.From(Some.Gate(quorum: 2) with { Approvers = ["alice", "Rachel", "bob"] }));

    [Theory]
    [InlineData(2, "alice", true)]
    [InlineData(2, "alice,group:g-security", false)]
    [InlineData(1, "alice", false)]
    public void A_quorum_that_too_few_people_can_reach_is_told(int quorum, string approvers, bool isTold)
        => Assert.Equal(
            isTold,
            GateWho.From(Some.Gate(quorum: quorum) with { Approvers = approvers.Split(',') })
                .Contains("too few", StringComparison.Ordinal));

    [Theory]
    [InlineData("", "none is configured")]
    [InlineData("rachel", "rachel, the only one, requested the rotation")]
    public void A_gate_that_nobody_may_decide_says_why(string approvers, string why)
        => Assert.Contains(
            why,
            GateWho.From(Some.Gate() with { Approvers = approvers.Length == 0 ? [] : [approvers] }),
            StringComparison.Ordinal);

    [Fact]
    public void A_wave_is_called_by_the_number_that_the_plan_gives_it()
    {
        RotationSnapshot snapshot = Snapshot(Some.Rotation(RotationPhase.RotatingOneAgents)) with
        {
            Waves =
            [
                Wave(0, TargetAction.Probe, isDone: true),
                Wave(2, TargetAction.Apply, isDone: true),
                Wave(3, TargetAction.Apply, isDone: false),
                Wave(5, TargetAction.Apply, isDone: false),
            ],
        };

        Assert.EndsWith("(wave 3; 2 left)", RotationWords.From(snapshot, Some.Now).Now, StringComparison.Ordinal);
    }

    [Fact]
    public void Eleven_of_thirteen_is_never_all()
    {
        TargetRecord[] targets =
        [
            .. Enumerable.Range(0, 13).Select(static number => Some.Target($"web-{number:D2}") with
            {
                State = number < 11 ? TargetState.Rotated : TargetState.Uncovered,
            }),
        ];

        Assert.Equal("11 of 13 targets on the new token", RotationWords.Proved(Coverage.From(targets)));
    }

    [Fact]
    public void What_was_proved_after_the_question_was_asked_is_shown_as_it_stands()
    {
        TargetRecord web = Some.Target("web") with { State = TargetState.Rotated };
        ExceptionItem asked = new(web.Name, "Inconclusive", "It did not answer.", web.TargetId);

        Assert.Equal(
            asked with { State = "Rotated", Reason = "It was Inconclusive when the gate opened: It did not answer." },
            asked.AsItStands([web]));
        Assert.Equal(asked, asked.AsItStands([web with { State = TargetState.Inconclusive }]));
        Assert.Equal(
            asked with { State = ExceptionItem.StaleProcesses },
            (asked with { State = ExceptionItem.StaleProcesses }).AsItStands([web]));
    }

    private static RotationWords Words(RotationRecord rotation) => RotationWords.From(Snapshot(rotation), Some.Now);

    private static string? Waits(RotationPhase phase, GateRecord gate, DateTimeOffset now)
        => RotationWords.From(Snapshot(Some.Rotation(phase)) with { Gate = gate }, now).Waits;

    private static RotationSnapshot Snapshot(RotationRecord rotation)
        => new(rotation, null, Coverage.From([]), [], [], null, GateOutcome.Undecided, []);

    private static WaveRecord Wave(int number, TargetAction action, bool isDone)
        => new()
        {
            Number = number,
            Action = action,
            Component = action is TargetAction.Probe ? null : Component.OneAgent,
            Targets = 1,
            Lanes = 1,
            CompletedAt = isDone ? Some.Now : null,
        };
}
