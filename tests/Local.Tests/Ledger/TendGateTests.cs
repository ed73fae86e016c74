using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Local.Following;
using TenantTokens.Machines;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Builders;
using TenantTokens.Tokens;

namespace TenantTokens.Local.Tests.Ledger;

/// <summary>Looking after an open gate, hour by hour, on a real ledger. Nothing is kept in memory between two looks.</summary>
public sealed class TendGateTests : LedgerTest
{
    private readonly Channel _channel = new();
    private bool _hasChannel = true;

    [Fact]
    public async Task People_are_told_reminded_and_told_louder_and_a_new_instance_starts_nothing_over()
    {
        RotationRecord rotation = await GateAsync();

        await DaysAsync(rotation, 4);

        Assert.Equal(
            [
                NotificationKind.ApprovalNeeded,
                NotificationKind.Reminded,
                NotificationKind.Reminded,
                NotificationKind.Escalated,
                NotificationKind.Reminded,
                NotificationKind.Reminded,
                NotificationKind.DeadlinePassed,
            ],
            _channel.Taken.Select(static told => told.Kind).Take(7));
        Assert.Equal(
            [1, 2, 3, 4],
            _channel.Taken.Where(static told => told.Kind is NotificationKind.Reminded).Select(static told => told.Number).Take(4));
        Assert.Equal(1, await AuditedAsync(rotation, "gate-deadline-passed"));
    }

    [Fact]
    public async Task A_deadline_holds_and_changes_nothing_else()
    {
        RotationRecord rotation = await GateAsync();
        RotationRecord before = await Rotations.GetAsync(rotation.RotationId, Stop);

        await DaysAsync(rotation, 4);

        RotationSnapshot seen = await Reader().ReadAsync(rotation.RotationId, Stop);
        Assert.Equal(before, seen.Rotation);
        Assert.Equal(GateOutcome.Held, seen.GateOutcome);
        Assert.Null(seen.Gate!.Outcome);
        Assert.Equal(GateOutcome.Undecided, await SettleAsync(rotation, "finish-1"));
        Assert.Equal("finish-1", await OpenGateAsync(rotation));
    }

    [Fact]
    public async Task An_approval_after_the_deadline_counts_as_one_before()
    {
        RotationRecord rotation = await GateAsync();
        await DaysAsync(rotation, 4);

        Assert.True((await VoteAsync(rotation, "finish-1", "alice")).Accepted);

        Assert.Equal(GateOutcome.Approved, await SettleAsync(rotation, "finish-1"));
        Assert.Equal("finish-1", (await Rotations.GetAsync(rotation.RotationId, Stop)).FinishGateId);
    }

    [Fact]
    public async Task Before_the_deadline_a_gate_is_not_held()
    {
        RotationRecord rotation = await GateAsync();

        await DaysAsync(rotation, 2);

        Assert.Equal(GateOutcome.Undecided, (await Reader().ReadAsync(rotation.RotationId, Stop)).GateOutcome);
    }

    [Fact]
    public async Task Who_has_voted_is_not_reminded()
    {
        RotationRecord rotation = await GateAsync();
        await TendAsync(rotation);
        Assert.Equal(["alice", "bob", "carol"], _channel.Taken[^1].Recipients);
        await Gates.NoteAsync(rotation.RotationId, "finish-1", static gate => gate with { Quorum = 3 }, Stop);
        await VoteAsync(rotation, "finish-1", "alice");

        Time.Advance(TimeSpan.FromHours(5));
        await TendAsync(rotation);

        Assert.Equal(["bob", "carol"], _channel.Taken[^1].Recipients);
    }

    [Fact]
    public async Task While_a_hold_stands_everybody_is_reminded()
    {
        RotationRecord rotation = await GateAsync();
        await TendAsync(rotation);
        await VoteAsync(rotation, "finish-1", "alice", GateChoice.Hold);

        Time.Advance(TimeSpan.FromHours(5));
        await TendAsync(rotation);

        Assert.Equal(["alice", "bob", "carol"], _channel.Taken[^1].Recipients);
    }

    [Fact]
    public async Task When_nobody_could_be_told_the_gate_says_so_loudly()
    {
        _channel.Result = NotificationResult.Failed("no route to anybody.");
        RotationRecord rotation = await GateAsync();

        Assert.Equal(TimeSpan.FromMinutes(5), await TendAsync(rotation));
        Assert.Contains(
            "NO APPROVER WAS NOTIFIED of this gate: every channel failed: Teams: no route to anybody.",
            await SaidAsync(rotation),
            StringComparison.Ordinal);

        _channel.Result = NotificationResult.Sent;
        Assert.Equal(TimeSpan.FromHours(4), await TendAsync(rotation));
        Assert.DoesNotContain("NO APPROVER WAS NOTIFIED", await SaidAsync(rotation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_channel_the_gate_says_so_too()
    {
        _hasChannel = false;
        RotationRecord rotation = await GateAsync();

        await TendAsync(rotation);

        Assert.Contains(
            "NO APPROVER WAS NOTIFIED of this gate: no channel is configured",
            await SaidAsync(rotation),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_that_was_decided_meanwhile_is_told_of_nobody()
    {
        RotationRecord rotation = await GateAsync();
        await VoteAsync(rotation, "finish-1", "alice");
        await SettleAsync(rotation, "finish-1");

        await TendAsync(rotation);

        Assert.Empty(_channel.Taken);
    }

    [Fact]
    public async Task A_ledger_that_knows_no_such_rotation_is_a_value()
        => Assert.Equal(TimeSpan.FromMinutes(5), (await Tender().RunAsync(new("rot-unknown", "finish-1"), Stop)).Wait);

    [Fact]
    public async Task Who_was_told_of_a_gate_hears_once_that_it_is_superseded()
    {
        RotationRecord rotation = await GateAsync();
        await TendAsync(rotation);
        await Targets.PutAsync(rotation.RotationId, [Some.Target("b", TargetState.Failed)], Stop);

        Assert.Equal(new OpenGate.Result("finish-2", HasWithdrawn: true, Time.GetUtcNow()), await AskAsync(rotation));
        Assert.Equal(1, await TellSupersededAsync(rotation));

        Assert.Equal(NotificationKind.Superseded, _channel.Taken[^1].Kind);
        Assert.Equal(["alice", "bob", "carol"], _channel.Taken[^1].Recipients);
        Assert.Equal(new OpenGate.Result("finish-2", OpenedAt: Time.GetUtcNow()), await AskAsync(rotation));
        Assert.Equal(0, await TellSupersededAsync(rotation));
    }

    [Fact]
    public async Task A_crash_between_superseding_and_telling_loses_no_message()
    {
        RotationRecord rotation = await GateAsync();
        await TendAsync(rotation);
        await Targets.PutAsync(rotation.RotationId, [Some.Target("b", TargetState.Failed)], Stop);
        await AskAsync(rotation);

        Assert.Equal(new OpenGate.Result("finish-2", HasWithdrawn: true, Time.GetUtcNow()), await AskAsync(rotation));
    }

    [Fact]
    public async Task Who_was_never_told_of_a_gate_is_not_told_that_it_is_superseded()
    {
        RotationRecord rotation = await GateAsync();
        await Targets.PutAsync(rotation.RotationId, [Some.Target("b", TargetState.Failed)], Stop);

        Assert.Equal(new OpenGate.Result("finish-2", OpenedAt: Time.GetUtcNow()), await AskAsync(rotation));
        Assert.Equal(0, await TellSupersededAsync(rotation));
    }

    [Fact]
    public async Task A_vote_that_comes_while_people_are_told_is_not_lost()
    {
        RotationRecord rotation = await GateAsync();
        _channel.Meanwhile = () => VoteAsync(rotation, "finish-1", "alice");

        await TendAsync(rotation);

        GateRecord gate = (await Gates.FindAsync(rotation.RotationId, "finish-1", Stop))!;
        Assert.Equal(1, gate.Votes);
        Assert.NotNull(gate.ToldAt);
        Assert.Equal(GateOutcome.Approved, await SettleAsync(rotation, "finish-1"));
    }

    /// <summary>A finish gate about one host, open.</summary>
    private async Task<RotationRecord> GateAsync()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.AwaitingFinish);
        await Targets.PutAsync(rotation.RotationId, [Some.Target("a", TargetState.Failed, Component.OneAgent)], Stop);
        await OpenGateAsync(rotation);
        return rotation;
    }

    private async Task DaysAsync(RotationRecord rotation, int days)
    {
        for (DateTimeOffset end = Time.GetUtcNow().AddDays(days); Time.GetUtcNow() < end;)
        {
            Time.Advance(await TendAsync(rotation));
        }
    }

    private async Task<TimeSpan> TendAsync(RotationRecord rotation)
        => (await Tender().RunAsync(new(rotation.RotationId, "finish-1"), Stop)).Wait;

    private Task<OpenGate.Result> AskAsync(RotationRecord rotation)
        => new OpenGate(Rotations, Gates, Questions, Approvals, Time).RunAsync(new(rotation.RotationId, GateKind.Finish), Stop);

    private Task<int> TellSupersededAsync(RotationRecord rotation)
        => new NotifySuperseded(Reader(), Gates, Messenger(), Time, new SecretScrubber(), NullLogger<NotifySuperseded>.Instance)
            .RunAsync(rotation.RotationId, Stop);

    private RemindApprovers Tender()
        => new(Reader(), Gates, Messenger(), Approvals, Audit, Time, new SecretScrubber(), NullLogger<RemindApprovers>.Instance);

    private GateMessenger Messenger() => new(
        new NotificationSender(
            _hasChannel ? [_channel] : [],
            new SecretScrubber(),
            Audit,
            new NotificationLedger(Store, Time),
            Time,
            NullLogger<NotificationSender>.Instance),
        Gates,
        new NoApprovalPages(),
        Approvals);

    private RotationReader Reader()
        => new(Rotations, Targets, Plans, Gates, new WatchLedger(Store), new NotificationLedger(Store, Time), Time);

    private async Task<string> SaidAsync(RotationRecord rotation)
    {
        StringWriter said = new();
        GateText.Write(new(said), await Reader().ReadAsync(rotation.RotationId, Stop), Time.GetUtcNow());
        return said.ToString();
    }

    private sealed class Channel : INotificationChannel
    {
        public List<Notification> Taken { get; } = [];

        public NotificationResult Result { get; set; } = NotificationResult.Sent;

        public Func<Task>? Meanwhile { get; set; }

        public string Name => "Teams";

        public async Task<NotificationResult> SendAsync(Notification notification, CancellationToken cancellationToken)
        {
            Taken.Add(notification);
            await (Meanwhile?.Invoke() ?? Task.CompletedTask);
            return Result;
        }
    }
}
