using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Messages;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Messages;

/// <summary>When people hear of a gate again.</summary>
public sealed class GateScheduleTests
{
    private static readonly ApprovalOptions _approvals = new()
    {
        Reminder = TimeSpan.FromHours(4),
        EscalateAfter = TimeSpan.FromDays(1),
        Deadline = TimeSpan.FromDays(3),
    };
    private static readonly GateRecord _opened = Some.Gate() with { Deadline = Some.Now.AddDays(3) };
    private static readonly GateRecord _told = _opened with { ToldAt = Some.Now };

    public static TheoryData<string, double, NotificationKind?> Moments => new()
    {
        { "just opened", 0, null },
        { "before the first reminder", 3.9, null },
        { "the first reminder", 4, NotificationKind.Reminded },
        { "the escalation is louder than a reminder", 24, NotificationKind.Escalated },
        { "the deadline is louder than all", 72, NotificationKind.DeadlinePassed },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public void The_loudest_of_what_is_due_is_told(string moment, double hours, NotificationKind? kind)
        => Assert.True(GateSchedule.DueAt(_told, _approvals, Some.Now.AddHours(hours)).Kind == kind, moment);

    [Fact]
    public void A_gate_that_nobody_was_told_of_is_told_of_first()
    {
        GateNews news = GateSchedule.DueAt(_opened, _approvals, Some.Now.AddHours(5));

        Assert.Equal(NotificationKind.ApprovalNeeded, news.Kind);
        Assert.Equal(0, news.Told(_opened, Some.Now).Reminders);
    }

    [Fact]
    public void Each_pause_is_twice_the_one_before_up_to_a_day()
        => Assert.Equal(
            [4, 8, 16, 24, 24],
            Enumerable.Range(0, 5).Select(static reminders => GateSchedule.Pause(_approvals, reminders).TotalHours));

    [Fact]
    public void A_pause_that_is_set_to_more_than_a_day_is_not_cut()
        => Assert.Equal(7, GateSchedule.Pause(_approvals with { Reminder = TimeSpan.FromDays(7) }, 5).TotalDays);

    [Fact]
    public void In_a_month_at_an_open_gate_there_are_few_messages_and_each_has_its_time()
    {
        List<(double Hours, NotificationKind Kind)> sent = [];
        GateRecord gate = _opened;
        for (DateTimeOffset now = Some.Now; now < Some.Now.AddDays(30); now += GateSchedule.UntilNext(gate, _approvals, now))
        {
            GateNews news = GateSchedule.DueAt(gate, _approvals, now);
            if (news.Kind is { } kind)
            {
                sent.Add(((now - Some.Now).TotalHours, kind));
                gate = news.Told(gate, now);
            }
        }

        Assert.Equal(
            [
                (0, NotificationKind.ApprovalNeeded),
                (4, NotificationKind.Reminded),
                (12, NotificationKind.Reminded),
                (24, NotificationKind.Escalated),
                (28, NotificationKind.Reminded),
                (52, NotificationKind.Reminded),
                (72, NotificationKind.DeadlinePassed),
            ],
            sent.Take(7));
        Assert.InRange(sent.Count, 30, 36);
        Assert.Single(sent, static one => one.Kind is NotificationKind.Escalated);
        Assert.Single(sent, static one => one.Kind is NotificationKind.DeadlinePassed);
    }

    [Fact]
    public void What_reached_nobody_is_tried_again_soon_and_then_less_often()
        => Assert.Equal(
            [5, 10, 20, 40, 80, 160, 240, 240],
            Enumerable.Range(1, 8).Select(
                static failed => GateSchedule.UntilNext(_opened with { FailedMessages = failed }, _approvals, Some.Now).TotalMinutes));

    [Fact]
    public void Who_comes_back_late_gets_one_message_and_not_all_that_were_missed()
    {
        GateRecord gate = GateSchedule.DueAt(_told, _approvals, Some.Now.AddDays(10)).Told(_told, Some.Now.AddDays(10));

        Assert.Null(GateSchedule.DueAt(gate, _approvals, Some.Now.AddDays(10)).Kind);
        Assert.NotNull(gate.EscalatedAt);
    }

    [Fact]
    public void An_escalation_alone_is_no_reminder()
    {
        GateNews news = new(Opened: false, Reminder: false, Escalation: true, Deadline: false);

        Assert.False(news.IsForApprovers);
        Assert.Equal(0, news.Told(_told, Some.Now).Reminders);
    }
}
