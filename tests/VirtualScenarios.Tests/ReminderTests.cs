using System.Text.Json.Nodes;
using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>What happens at a gate that nobody decides: people are told, and nothing else.</summary>
public sealed class ReminderTests
{
    [Fact]
    public Task A_gate_that_nobody_decides_reminds_escalates_and_is_held_after_its_deadline_and_can_still_be_approved()
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(time, change: InAHurry);
            await scenario.RotateAsync();

            RotationSnapshot held = await scenario.UntilAsync(
                static seen => seen.Gate is { DeadlineToldAt: not null, Reminders: > 2 },
                "people were told that the deadline has passed");

            Assert.Equal((GateKind.Finish, GateOutcome.Held, null), (held.Gate!.Kind, held.GateOutcome, held.Gate.Outcome));
            Assert.Equal(RotationPhase.AwaitingFinish, held.Rotation.Phase);
            Assert.NotNull(held.Gate.EscalatedAt);
            Assert.Null(held.Gate.NobodyTold);
            Assert.Equal(new CallCounts(1, 0, 0), scenario.World.Calls);
            Assert.Single(await scenario.AuditAsync("gate-deadline-passed"));
            Assert.Single(await scenario.AuditAsync("gate-opened"));
            Assert.NotEmpty(Told(scenario, "Reminder: token rotation of sim00001"));
            Assert.Single(Told(scenario, "Escalation: "));
            Assert.Single(Told(scenario, "Deadline passed: token rotation of sim00001 waits"));

            await scenario.DecideAsync(GateChoice.Approve);

            await scenario.CompletedAsync();
            scenario.LostNothing();
        });

    [Fact]
    public Task A_gate_that_is_decided_in_time_reminds_nobody() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        await scenario.RotateAsync();

        await scenario.ApproveAndCompleteAsync();

        Assert.Single(Told(scenario, "Token rotation of sim00001 needs approval: May the old token die?"));
        Assert.DoesNotContain(
            scenario.World.Notifications,
            static card => card.Title.StartsWith("Reminder", StringComparison.Ordinal)
                || card.Title.StartsWith("Escalation", StringComparison.Ordinal));
        Assert.Empty(await scenario.AuditAsync("gate-deadline-passed"));
    });

    [Fact]
    public Task Approvers_hear_that_a_gate_is_superseded_and_which_asks_instead() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        await scenario.RotateAsync();
        await scenario.UntilAsync(
            static seen => seen.Gate is { Kind: GateKind.Finish, ToldAt: not null },
            "people were told of the finish gate");

        await scenario.TellAsync(OperatorCommandKind.Escalate);

        await scenario.UntilAsync(
            static seen => seen.Gate is { GateId: "finish-2", ToldAt: not null },
            "people were told of the second finish gate");
        Assert.Contains("Decide gate finish-2 instead", Assert.Single(Told(scenario, "No longer asked: ")).Text, StringComparison.Ordinal);
        await scenario.DecideAsync(GateChoice.Approve);
        await scenario.CompletedAsync();
        Assert.Single(Told(scenario, "No longer asked: "));
    });

    [Fact]
    public Task When_nobody_can_be_told_the_gate_says_so_and_goes_on_trying_and_the_rotation_goes_on() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time, change: InAHurry);
        scenario.Plant(new Fault(FaultKind.WebhookError) { Status = 410, Times = 100_000 });
        await scenario.RotateAsync();

        RotationSnapshot untold = await scenario.UntilAsync(
            static seen => seen.Gate is { FailedMessages: > 2, DeadlinePassedAt: not null },
            "the gate says that nobody was told");

        Assert.Contains("every channel failed: Teams: The webhook answered 410", untold.Gate!.NobodyTold, StringComparison.Ordinal);
        Assert.Equal(GateOutcome.Held, untold.GateOutcome); // whether anybody hears of it or not
        Assert.True(Assert.Single(untold.Notifications) is { Channel: "Teams", IsSent: false, FailedInARow: > 2 });
        Assert.NotEmpty(await scenario.AuditAsync("notification-failed"));
        await scenario.DecideAsync(GateChoice.Approve);
        await scenario.CompletedAsync();
        scenario.LostNothing();
    });

    [Fact]
    public Task People_are_told_late_when_they_could_not_be_told_at_once() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        scenario.Plant(new Fault(FaultKind.WebhookError) { Status = 410, Times = 4 });
        await scenario.RotateAsync();

        RotationSnapshot told = await scenario.UntilAsync(
            static seen => seen.Gate is { ToldAt: not null, Kind: GateKind.Finish },
            "people were told of the gate");

        Assert.Equal((null, 0), (told.Gate!.NobodyTold, told.Gate.FailedMessages));
    });

    private static void InAHurry(JsonObject configuration)
    {
        JsonNode approvals = configuration["approvals"]!;
        (approvals["reminder"], approvals["escalateAfter"], approvals["deadline"]) = ("00:20:00", "02:00:00", "06:00:00");
    }

    private static IReadOnlyList<NotificationSnapshot> Told(Scenario scenario, string title)
        => [.. scenario.World.Notifications.Where(card => card.Title.StartsWith(title, StringComparison.Ordinal))];
}
