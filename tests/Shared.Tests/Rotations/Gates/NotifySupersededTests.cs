using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Approvals;
using TenantTokens.Ledger;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Reading;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Rotations.Gates;

public sealed class NotifySupersededTests : ActivityTest
{
    private readonly Channel _channel = new();

    [Fact]
    public async Task People_are_told_once_of_each_gate_that_no_longer_asks_them()
    {
        await World.RotationAsync(RotationPhase.AwaitingFinish);
        await SupersedeAsync("finish-1", "finish-2");

        Assert.Equal(2, await NotifyAsync());
        Assert.Equal(0, await NotifyAsync());

        Assert.Equal(
            [(NotificationKind.Superseded, "finish-1"), (NotificationKind.Superseded, "finish-2")],
            _channel.Taken.Select(static told => (told.Kind, told.Gate!.GateId)));
        Assert.Equal(World.Time.GetUtcNow(), (await Gates.FindAsync(WatchWorld.RotationId, "finish-1", Stop))!.WithdrawalToldAt);
    }

    [Fact]
    public async Task They_hear_nothing_of_a_gate_they_were_not_told_of_or_that_is_open_or_decided()
    {
        await World.RotationAsync(RotationPhase.AwaitingFinish);
        await OpenAsync("finish-1", isTold: false);
        await Gates.SupersedeAsync(WatchWorld.RotationId, "finish-1", Stop);
        await OpenAsync("finish-2");
        await Voting.VoteAsync(WatchWorld.RotationId, "finish-2", Some.Vote("alice"), Stop);
        Assert.Equal(
            GateOutcome.Approved,
            await World.RunAsync<CloseGateIfDecided, GateInput, GateOutcome>(new(WatchWorld.RotationId, "finish-2")));
        await OpenAsync("finish-3");

        Assert.Equal(0, await NotifyAsync());

        Assert.Empty(_channel.Taken);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_rotation_is_read_once_for_all_gates_and_not_at_all_for_none(int gates)
    {
        await World.RotationAsync(RotationPhase.AwaitingFinish);
        await SupersedeAsync([.. Enumerable.Range(1, gates).Select(static number => $"finish-{number}")]);
        string targets = LedgerPartitions.AllTargets(WatchWorld.RotationId).First();
        int readings = 0;
        World.Store.Queried = (partition, _) => readings += partition == targets ? 1 : 0;

        Assert.Equal(gates, await NotifyAsync());

        Assert.Equal(Math.Min(gates, 1), readings);
    }

    [Fact]
    public async Task An_outage_of_the_ledger_is_no_failure_and_the_gate_is_told_of_again()
    {
        await World.RotationAsync(RotationPhase.AwaitingFinish);
        await SupersedeAsync("finish-1");

        World.Store.Outage = new HttpRequestException("The ledger is down.");
        Assert.Equal(0, await NotifyAsync());
        World.Store.Outage = null;

        Assert.Equal(1, await NotifyAsync());
    }

    private async Task SupersedeAsync(params string[] gateIds)
    {
        foreach (string gateId in gateIds)
        {
            await OpenAsync(gateId);
            await Gates.SupersedeAsync(WatchWorld.RotationId, gateId, Stop);
        }
    }

    private Task OpenAsync(string gateId, bool isTold = true)
        => Gates.OpenAsync(WatchWorld.RotationId, Some.Gate() with { GateId = gateId, ToldAt = isTold ? Some.Now : null }, [], Stop);

    private Task<int> NotifyAsync()
    {
        NotificationSender sender = new(
            [_channel],
            new SecretScrubber(),
            World.Services.GetRequiredService<AuditTrail>(),
            World.Services.GetRequiredService<NotificationLedger>(),
            World.Time,
            NullLogger<NotificationSender>.Instance);
        return new NotifySuperseded(
            World.Services.GetRequiredService<RotationReader>(),
            Gates,
            new GateMessenger(sender, Gates, new NoApprovalPages(), new()),
            World.Time,
            new SecretScrubber(),
            NullLogger<NotifySuperseded>.Instance).RunAsync(WatchWorld.RotationId, Stop);
    }

    private sealed class Channel : INotificationChannel
    {
        public string Name => "Test";

        public List<Notification> Taken { get; } = [];

        public Task<NotificationResult> SendAsync(Notification notification, CancellationToken cancellationToken)
        {
            Taken.Add(notification);
            return Task.FromResult(NotificationResult.Sent);
        }
    }
}
