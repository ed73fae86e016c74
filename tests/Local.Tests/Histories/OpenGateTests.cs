using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Testing.Watches;
using TenantTokens.Tooling;

namespace TenantTokens.Local.Tests.Histories;

/// <summary>
/// A finish gate that nobody decides for two weeks, a look a minute. The short form waits for two days.
/// </summary>
public sealed class OpenGateTests(ITestOutputHelper output)
{
    private static readonly int _days = Suite.IsFull ? 14 : 2;

    [Fact]
    public async Task However_long_a_gate_is_open_no_history_is_long_the_watch_still_looks_and_the_vote_counts_at_once()
    {
        await using OpenRotation open = await OpenRotation.StartAsync();
        await open.PassAsync(TimeSpan.FromDays(_days));

        output.WriteLine($"{open.Histories}; {open.Drivers.Count} orchestrations drove it.");
        Assert.All(open.Histories.Largest.Values, static size => Assert.InRange(size.Rows, 1, HistorySizes.Allowed));
        Assert.InRange(open.Looks(), _days * 1_430, _days * 1_450);
        Assert.Equal((RotationPhase.AwaitingFinish, null), ((await open.LookAsync()).Phase, (await open.LookAsync()).LastParkReason));
        Assert.Equal("finish-1", (await open.GateAsync())!.GateId);

        open.World.Rejected = 7;
        await open.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(ParkCodes.RejectedMessagesRose, (await open.LookAsync()).ParkReason?.Code);
        open.World.Rejected = 0;
        await open.TellAsync(OperatorCommandKind.Resume);
        await open.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("finish-1", (await open.GateAsync())!.GateId);

        await open.DecideAsync(GateChoice.Approve);
        Assert.Equal(RotationPhase.Finishing, (await open.LookAsync()).Phase);
    }

    [Fact]
    public async Task A_vote_counts_at_once_after_the_rotation_was_parked_at_its_gate_and_resumed()
    {
        await using OpenRotation open = await OpenRotation.StartAsync();
        open.World.Rejected = 7;
        await open.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(RotationPhase.Parked, (await open.LookAsync()).Phase);
        open.World.Rejected = 0;
        await open.TellAsync(OperatorCommandKind.Resume);
        Assert.Equal(RotationPhase.AwaitingFinish, (await open.LookAsync()).Phase);

        await open.DecideAsync(GateChoice.Approve);

        Assert.Equal(RotationPhase.Finishing, (await open.LookAsync()).Phase);
    }

    // Without an end to that wait it would ask without a pause, and no clock would move.
    [Fact(Timeout = 60_000)]
    public async Task A_hold_ends_the_wait_for_agents_to_be_online_and_Dynatrace_is_not_asked_without_a_pause()
    {
        await using OpenRotation open = await OpenRotation.StartAsync();
        open.World.Goes("web-1", "UNMONITORED");
        await open.DecideAsync(GateChoice.Approve);
        Assert.Equal(RotationPhase.AwaitingFinish, (await open.LookAsync()).Phase);
        open.World.Asked.Clear();

        open.World.Rejected = 7;
        await open.PassAsync(TimeSpan.FromMinutes(1)).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ParkCodes.RejectedMessagesRose, (await open.LookAsync()).ParkReason?.Code);
        Assert.InRange(open.World.Asked.Count(static path => path == "/api/v1/oneagents"), 1, 10);
    }

    [Fact]
    public async Task A_token_that_is_foreign_after_a_renewal_is_found()
    {
        await using OpenRotation open = await OpenRotation.StartAsync();
        for (int hour = 0; hour < 72 && open.Drivers.Count < 2; hour++)
        {
            await open.PassAsync(TimeSpan.FromHours(1));
        }

        Assert.Equal(2, open.Drivers.Count);

        open.World.AgentToken = WatchWorld.Old;
        await open.PassAsync(TimeSpan.FromMinutes(6));
        Assert.Equal(ParkCodes.CancelledBySomebodyElse, (await open.LookAsync()).ParkReason?.Code);
    }
}
