using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Reading;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Messages;

/// <summary>What is said about a gate.</summary>
public sealed class GateTextTests
{
    private static readonly ApprovalOptions _approvals = new();
    private static readonly GateRecord _gate = Some.Gate(quorum: 2) with { ExceptionCount = 1, Deadline = Some.Now.AddDays(2) };

    [Fact]
    public void A_finish_gate_names_its_effect_its_rest_who_decides_and_the_deadline()
    {
        Notification needed = Text(NotificationKind.ApprovalNeeded, _gate);

        Assert.Equal("Token rotation of sim00001 needs approval: May the old token die?", needed.Title);
        Assert.Contains("You cannot undo this", needed.Text, StringComparison.Ordinal);
        Assert.Equal("oneagent/web-03: Unreachable: off", Assert.Single(needed.Items));
        Assert.Contains(new NotificationFact("Needed", "2 of alice, bob, carol; not rachel, who requested it"), needed.Facts);
        Assert.Contains(
            needed.Facts,
            static fact => fact.Title == "Deadline"
                && fact.Value.EndsWith(
                    "after that the gate counts as held, and nothing happens until it is decided",
                    StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(NotificationKind.ApprovalNeeded, "needs approval")]
    [InlineData(NotificationKind.Reminded, "Reminder: ")]
    [InlineData(NotificationKind.Escalated, "Escalation: ")]
    [InlineData(NotificationKind.DeadlinePassed, "Deadline passed: ")]
    public void Each_message_that_asks_has_the_question_the_effect_and_the_rest(NotificationKind kind, string title)
    {
        Notification asked = Text(kind, _gate);

        Assert.Contains(title, asked.Title, StringComparison.Ordinal);
        Assert.EndsWith("May the old token die?", asked.Title, StringComparison.Ordinal);
        Assert.Contains("the old token dies at once", asked.Text, StringComparison.Ordinal);
        Assert.Single(asked.Text.Split('\n'), paragraph => paragraph is "Both tokens are valid." or "The old token is in force.");
        Assert.Single(asked.Items);
    }

    [Fact]
    public void A_deadline_that_passed_says_that_nothing_happens_and_that_it_can_still_be_decided()
    {
        string text = Text(NotificationKind.DeadlinePassed, _gate).Text;

        Assert.Contains("the rotation starts, finishes and cancels nothing because of it", text, StringComparison.Ordinal);
        Assert.Contains("stays open, and approvers can still decide it", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_superseded_gate_says_which_asks_instead_and_that_votes_are_void()
    {
        Notification told = GateNotificationText.For(
            NotificationKind.Superseded,
            Snapshot(_gate with { GateId = "finish-2" }),
            _gate with { Outcome = GateOutcome.Superseded },
            _approvals);

        Assert.Contains("Decide gate finish-2 instead", told.Text, StringComparison.Ordinal);
        Assert.Contains("Its votes and links no longer count", told.Text, StringComparison.Ordinal);
        Assert.Empty(told.Items);
    }

    [Fact]
    public void A_gate_that_is_only_withdrawn_names_no_other()
        => Assert.DoesNotContain(
            "instead",
            GateNotificationText.For(
                NotificationKind.Superseded,
                Snapshot(null),
                _gate with { Outcome = GateOutcome.Superseded },
                _approvals).Text,
            StringComparison.Ordinal);

    private static Notification Text(NotificationKind kind, GateRecord gate)
        => GateNotificationText.For(kind, Snapshot(gate), gate, _approvals);

    private static RotationSnapshot Snapshot(GateRecord? gate) => new(
        new() { RotationId = "rot-1", EnvironmentId = "sim00001", RequestedBy = "rachel", CreatedAt = Some.Now },
        null,
        Coverage.From([]),
        [],
        [],
        gate,
        GateOutcome.Undecided,
        [new("oneagent/web-03", "Unreachable", "off")]);
}
