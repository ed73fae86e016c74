using System.Net;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Watching;
using TenantTokens.Tooling;

namespace TenantTokens.Local.Tests.Histories;

/// <summary>At most one watch runs for a rotation, and what it says is heard.</summary>
public sealed class OneWatchTests
{
    private const string Fleet = "/providers/Microsoft.ResourceGraph/resources";
    private const string Metrics = "/api/v2/metrics/query";
    private static readonly TimeSpan _untilRound = TimeSpan.FromMinutes(15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Resumed_before_the_next_look_the_watch_that_runs_is_kept()
    {
        await using OpenRotation open = await OpenRotation.StartAsync();
        await ParkAsync(open);
        open.Looks();

        await open.TellAsync(OperatorCommandKind.Resume);
        await open.PassAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(RotationPhase.AwaitingFinish, (await open.LookAsync()).Phase);
        Assert.Equal(WatchOrchestrator.Input.TopLevel + 1, open.Histories.Living(WatchOrchestrator.Name.Value));
        Assert.Equal(10, open.Looks());

        open.World.Rejected = 7;
        await open.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(ParkCodes.RejectedMessagesRose, (await open.LookAsync()).ParkReason?.Code);
    }

    [Fact]
    public async Task Resumed_after_it_the_watch_has_ended_and_another_begins()
    {
        await using OpenRotation open = await OpenRotation.StartAsync();
        await ParkAsync(open);
        await open.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, open.Histories.Living(WatchOrchestrator.Name.Value));
        open.Looks();

        await open.TellAsync(OperatorCommandKind.Resume);
        await open.PassAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(WatchOrchestrator.Input.TopLevel + 1, open.Histories.Living(WatchOrchestrator.Name.Value));
        Assert.Equal(10, open.Looks());
    }

    [Theory]
    [InlineData(7, ParkCodes.RejectedMessagesRose)]
    [InlineData(0, null)]
    public async Task What_the_watch_says_while_the_rotation_is_parked_is_looked_at_again_when_it_is_resumed(int rejected, string? hold)
    {
        await using OpenRotation open = await OpenRotation.StartAsync();
        await open.PassAsync(_untilRound - TimeSpan.FromMinutes(1));
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        open.World.Slow[Metrics] = answered.Task;
        open.World.Rejected = 7;
        open.World.Broken[Fleet] = HttpStatusCode.Forbidden;
        open.Turn(TimeSpan.FromMinutes(1));
        await ParkedAsync(open);

        open.World.Slow.Remove(Metrics);
        answered.SetResult();
        await open.PassAsync(TimeSpan.Zero);
        await Eventually.IsSoAsync(
            () => Task.FromResult(open.Histories.Living(WatchOrchestrator.Name.Value) == 0),
            static () => "the watch has ended",
            TimeSpan.FromMilliseconds(5),
            Stop);
        Assert.Equal(ParkCodes.StepFailed, (await open.LookAsync()).ParkReason?.Code);
        open.World.Rejected = rejected;
        open.World.Broken.Remove(Fleet);
        await open.TellAsync(OperatorCommandKind.Resume);

        Assert.Equal(hold, (await open.LookAsync()).ParkReason?.Code);
    }

    /// <summary>The round that reads the fleet fails: the rotation is parked while its watch waits for the next look.</summary>
    private static async Task ParkAsync(OpenRotation open)
    {
        await open.PassAsync(_untilRound - TimeSpan.FromMinutes(1));
        open.World.Broken[Fleet] = HttpStatusCode.Forbidden;
        open.Turn(TimeSpan.FromMinutes(1));
        await ParkedAsync(open);
        open.World.Broken.Remove(Fleet);
        await open.WakeAsync();
        Assert.NotEqual(0, open.Histories.Living(WatchOrchestrator.Name.Value));
    }

    private static Task ParkedAsync(OpenRotation open) => Eventually.IsSoAsync(
        async () =>
        {
            open.Turn(TimeSpan.FromMilliseconds(500)); // the pauses between its attempts, short of the next look
            return (await open.LookAsync()).Phase is RotationPhase.Parked;
        },
        static () => "it is parked",
        TimeSpan.FromMilliseconds(5),
        Stop);
}
