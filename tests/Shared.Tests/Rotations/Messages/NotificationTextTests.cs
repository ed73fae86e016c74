using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Shared.Tests.Rotations.Messages;

public sealed class NotificationTextTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly RotationRecord _rotation = new()
    {
        RotationId = "rot-1",
        EnvironmentId = "sim00001",
        RequestedBy = "olga",
        Reason = "yearly",
        CreatedAt = _now,
        StartTookEffect = true,
    };

    [Fact]
    public void Started_says_to_hold_deployments()
    {
        Notification started = Text(NotificationKind.Started, Snapshot());

        Assert.Contains("Hold OneAgent deployments until the ActiveGates are done", started.Text, StringComparison.Ordinal);
        Assert.Contains(new NotificationFact("Environment", "sim00001"), started.Facts);
        Assert.Contains(new NotificationFact("Targets", "Rotated 1, Unreachable 1, Total 2"), started.Facts);
        Assert.Contains(new NotificationFact("Reason", "yearly"), started.Facts);
    }

    [Fact]
    public void ActiveGates_done_says_that_deployments_may_go_on()
        => Assert.Contains(
            "OneAgent deployments may go on",
            Text(NotificationKind.ActiveGatesDone, Snapshot()).Text,
            StringComparison.Ordinal);

    [Fact]
    public void A_hold_says_why_and_since_when()
    {
        RotationRecord parked = _rotation with
        {
            Phase = RotationPhase.Parked,
            ParkedFrom = RotationPhase.RotatingActiveGates,
            ParkReason = new ParkReason(ParkCodes.AgentsLost, "The first ActiveGate failed.", _now),
        };

        Notification held = Text(NotificationKind.Held, Snapshot() with { Rotation = parked });

        Assert.Equal("The first ActiveGate failed.\nBoth tokens are valid.", held.Text);
        Assert.Equal(
            [new("Why", "agents-lost"), new("During", "RotatingActiveGates"), new("Since", "2026-11-24 12:00:00Z")],
            held.Facts.Take(3));
    }

    [Theory]
    [InlineData(NotificationKind.Held)]
    [InlineData(NotificationKind.DarkAfterFinish)]
    [InlineData(NotificationKind.RunCommandsLeft)]
    public void A_moment_that_is_over_is_told_nobody(NotificationKind kind)
        => Assert.Null(NotificationText.For(kind, Snapshot()));

    [Fact]
    public void Finished_names_who_was_left_behind()
        => Assert.Equal("oneagent/web-03: Unreachable: off", Assert.Single(Text(NotificationKind.Finished, Snapshot()).Items));

    [Theory]
    [InlineData(true, "the new one is dead")]
    [InlineData(false, "before it touched any host")]
    public void Cancelled_says_whether_anything_was_changed(bool owned, string words)
        => Assert.Contains(
            words,
            Text(NotificationKind.Cancelled, Snapshot() with { Rotation = _rotation with { StartTookEffect = owned } }).Text,
            StringComparison.Ordinal);

    [Fact]
    public void Run_commands_that_are_left_are_named_with_what_they_hold()
    {
        RotationSnapshot snapshot = Snapshot() with
        {
            CommandsLeft =
            [
                new("web-01", "oneagent/web-01", TargetAction.Apply, _now, "ScopeLocked: Remove the lock."),
                new("web-02", "oneagent/web-02", TargetAction.Probe, _now, "Azure has not deleted it yet"),
            ],
        };

        Notification left = Text(NotificationKind.RunCommandsLeft, snapshot);

        Assert.Contains("2 run commands", left.Title, StringComparison.Ordinal);
        Assert.Contains("The protected parameters of 1 of them hold a token.", left.Text, StringComparison.Ordinal);
        Assert.EndsWith("The rotation tries again to delete them.", left.Text, StringComparison.Ordinal);
        Assert.Equal(
            [
                "web-01 (apply of oneagent/web-01: ScopeLocked: Remove the lock)",
                "web-02 (probe of oneagent/web-02: Azure has not deleted it yet)",
            ],
            left.Items);
        Assert.EndsWith(
            "delete them by hand.",
            Text(NotificationKind.RunCommandsLeft, snapshot with { Rotation = _rotation with { CommandsSweptAt = _now } }).Text,
            StringComparison.Ordinal);
    }

    private static Notification Text(NotificationKind kind, RotationSnapshot snapshot)
    {
        Notification notification = NotificationText.For(kind, snapshot)!;
        Assert.Equal((kind, "rot-1", "sim00001"), (notification.Kind, notification.RotationId, notification.EnvironmentId));
        return notification;
    }

    private static RotationSnapshot Snapshot()
    {
        TargetRecord[] targets =
        [
            new() { TargetId = "1", Name = "activegate/gate-01", Component = Component.ActiveGate, State = TargetState.Rotated },
            new()
            {
                TargetId = "2",
                Name = "oneagent/web-03",
                Component = Component.OneAgent,
                State = TargetState.Unreachable,
                Message = "off",
            },
        ];
        return new(_rotation, null, Coverage.From(targets), targets, [], null, GateOutcome.Undecided, []);
    }
}
