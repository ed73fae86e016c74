using System.Net;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Shared.Tests.Rotations.Watching;

/// <summary>The metric of rejected messages: what it says, and what stands in for it where it says nothing.</summary>
public sealed class RejectedMessagesTests : LookTest
{
    [Fact]
    public async Task Rejected_messages_hold_until_a_human_resumes_and_again_when_there_are_more()
    {
        await StartedAsync();
        World.Rejected = 10;
        Assert.Equal(ParkCodes.RejectedMessagesRose, (await LookAsync()).HoldCode);
        Assert.Equal(ParkCodes.RejectedMessagesRose, (await LookAsync()).HoldCode); // a result that was lost is given again
        await ParkAndResumeAsync(ParkCodes.RejectedMessagesRose);
        Assert.Null((await LookAsync()).HoldCode);
        World.Rejected = 11;
        Assert.Equal(ParkCodes.RejectedMessagesRose, (await LookAsync()).HoldCode);
    }

    [Fact]
    public async Task A_metric_that_is_not_available_is_asked_about_once()
    {
        await StartedAsync();
        World.Broken[Metrics] = HttpStatusCode.Forbidden;
        WatchVerdict verdict = await LookAsync();
        Assert.Equal((ParkCodes.MetricUnavailable, true), (verdict.HoldCode, verdict.IsInconclusive));
        Assert.Contains("metrics.read", verdict.Message, StringComparison.Ordinal);
        await ParkAndResumeAsync(ParkCodes.MetricUnavailable);
        World.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new WatchVerdict(IsInconclusive: true), await LookAsync());
    }

    [Fact]
    public async Task A_metric_that_becomes_silent_holds_nothing_however_long_it_stays_so()
    {
        await StartedAsync();
        World.Rejected = null;
        Assert.Equal(new WatchVerdict(), await LookAsync());
        World.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new WatchVerdict(), await LookAsync());
    }

    [Fact]
    public async Task A_metric_that_is_silent_from_the_beginning_is_said_once_with_what_stands_in_for_it()
    {
        await World.RotationAsync(RotationPhase.AwaitingStart, owned: false);
        World.Rejected = null;
        Assert.Equal(new RecordBaseline.Result(false, 4), await BaselineAsync());
        Assert.Equal(new RecordBaseline.Result(false, 4), await BaselineAsync());
        await World.RotationAsync();
        Assert.Equal(new WatchVerdict(), await LookAsync());
        Assert.Equal(new WatchVerdict(), await LookAsync());

        Assert.EndsWith(
            "the metric of rejected messages has no value, so OneAgents online in each network zone and the proofs on the hosts stand in"
                + " for it.",
            Assert.Single(await World.AuditAsync("baseline")).Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_metric_that_begins_to_count_holds()
    {
        World.Rejected = null;
        await StartedAsync();
        World.Rejected = 10;
        Assert.Equal(ParkCodes.RejectedMessagesRose, (await LookAsync()).HoldCode);
    }

    [Fact]
    public async Task Agents_that_are_lost_hold_while_the_metric_is_silent()
    {
        World.Rejected = null;
        await StartedAsync();
        World.Goes("4", "LOST");
        Assert.Equal(ParkCodes.AgentsLost, (await LookAsync()).HoldCode);
    }
}
