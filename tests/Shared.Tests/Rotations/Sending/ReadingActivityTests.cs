using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Planning;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Sending;

/// <summary>The activities by which an orchestration learns what stands in the ledger, and takes note of it.</summary>
public sealed class ReadingActivityTests : IDisposable
{
    private readonly WatchWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task The_phase_is_the_ledgers()
    {
        await _world.RotationAsync(RotationPhase.Verifying);
        Assert.Equal(RotationPhase.Verifying, await _world.RunAsync<ReadPhase, string, RotationPhase>(WatchWorld.RotationId));
    }

    [Fact]
    public async Task An_emergency_waits_less_and_a_dead_old_token_soaks_not_at_all()
    {
        await _world.RotationAsync();
        RotationWaits usual = await WaitsAsync();
        await _world.ChangeAsync(static current => current with { Emergency = true });
        RotationWaits emergency = await WaitsAsync();
        await _world.ChangeAsync(static current => current with { OldTokenIsDead = true });
        RotationWaits dead = await WaitsAsync();

        Assert.True(usual.Soak > emergency.Soak, $"{usual.Soak} and {emergency.Soak}");
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (dead.CanarySoak, dead.Soak));
    }

    [Fact]
    public async Task A_plan_is_confirmed_when_a_confirmation_is_taken_and_not_before()
    {
        await _world.RotationAsync(RotationPhase.AwaitingStart, owned: false);
        Assert.True((await GiveAsync(OperatorCommandKind.Confirm)).Accepted);
        Assert.False((await ConfirmedAsync()).IsConfirmed);

        Assert.False(await TakeAsync(2)); // not the next one
        Assert.False((await ConfirmedAsync()).IsConfirmed);
        Assert.True(await TakeAsync(1));
        Assert.True((await ConfirmedAsync()).IsConfirmed);
        Assert.False(await TakeAsync(1)); // taken before
    }

    [Fact]
    public async Task The_next_command_is_read_until_it_is_taken()
    {
        await _world.RotationAsync();
        Assert.Null((await CommandAsync()).Command);
        await GiveAsync(OperatorCommandKind.Abort);

        Assert.Equal(OperatorCommandKind.Abort, (await CommandAsync()).Command?.Kind);
        await TakeAsync(1);
        Assert.Null((await CommandAsync()).Command);
    }

    [Fact]
    public async Task A_pause_holds_at_once_and_waits_for_nobody_to_take_it()
    {
        await _world.RotationAsync();
        Assert.False((await CommandAsync()).Paused);
        await GiveAsync(OperatorCommandKind.Pause);

        Assert.Equal(new ReadOperatorCommand.Result(null, Paused: true), await CommandAsync());
    }

    [Fact]
    public async Task A_gate_whose_question_is_moot_is_superseded()
    {
        await _world.RotationAsync(RotationPhase.AwaitingFinish);
        await Gates.OpenAsync(WatchWorld.RotationId, Some.Gate(), [], Stop);

        Assert.Equal(GateOutcome.Superseded, await CloseAsync());

        Assert.Null(await Gates.FindOpenAsync(WatchWorld.RotationId, Stop));
    }

    [Fact]
    public async Task A_gate_that_was_decided_stays_as_it_was_decided()
    {
        await _world.RotationAsync(RotationPhase.AwaitingFinish);
        await Gates.OpenAsync(WatchWorld.RotationId, Some.Gate(), [], Stop);
        await Voting.VoteAsync(WatchWorld.RotationId, "finish-1", Some.Vote("alice"), Stop);
        Assert.Equal(GateOutcome.Approved, await DecideAsync());

        Assert.Equal(GateOutcome.Approved, await CloseAsync());
    }

    [Fact]
    public async Task Finish_is_confirmed_only_while_the_approval_covers_what_is_not_proved()
    {
        await _world.RotationAsync(RotationPhase.AwaitingFinish);
        await _world.TargetsAsync(Some.Target("a", TargetState.Failed), Some.Target("b", TargetState.Rotated));
        RotationRecord rotation = await _world.ChangeAsync(
            static current => current with { PlanHash = Some.PlanHash, FinishGateId = "finish-1" });
        IReadOnlyList<ExceptionItem> rest = AcceptedExceptions.ForFinish(await _world.Targets.ListAsync(WatchWorld.RotationId, Stop));
        await Gates.OpenAsync(WatchWorld.RotationId, Some.Gate() with { Generation = rotation.Generation }, rest, Stop);
        Assert.False(await ConfirmFinishAsync());

        await Voting.VoteAsync(WatchWorld.RotationId, "finish-1", Some.Vote("alice"), Stop);
        Assert.Equal(GateOutcome.Approved, await DecideAsync());
        Assert.True(await ConfirmFinishAsync());

        await _world.TargetsAsync(Some.Target("c", TargetState.Failed));
        Assert.False(await ConfirmFinishAsync());
    }

    private GateLedger Gates => new(_world.Store, _world.Time, Audit);

    private GateVoting Voting => new(_world.Store, Gates, Audit);

    private AuditTrail Audit => (AuditTrail)_world.Services.GetService(typeof(AuditTrail))!;

    private Task<RotationWaits> WaitsAsync() => _world.RunAsync<ReadWaits, string, RotationWaits>(WatchWorld.RotationId);

    private Task<ReadConfirmation.Result> ConfirmedAsync()
        => _world.RunAsync<ReadConfirmation, string, ReadConfirmation.Result>(WatchWorld.RotationId);

    private Task<ReadOperatorCommand.Result> CommandAsync()
        => _world.RunAsync<ReadOperatorCommand, string, ReadOperatorCommand.Result>(WatchWorld.RotationId);

    private Task<bool> ConfirmFinishAsync() => _world.RunAsync<ConfirmFinish, string, bool>(WatchWorld.RotationId);

    private Task<bool> TakeAsync(int number)
        => _world.RunAsync<TakeOperatorCommand, OperatorCommandInput, bool>(new(WatchWorld.RotationId, number));

    private Task<GateOutcome> DecideAsync()
        => _world.RunAsync<CloseGateIfDecided, GateInput, GateOutcome>(new(WatchWorld.RotationId, "finish-1"));

    private Task<GateOutcome> CloseAsync()
        => _world.RunAsync<CloseGate, GateInput, GateOutcome>(new(WatchWorld.RotationId, "finish-1"));

    private Task<OperatorAnswer> GiveAsync(OperatorCommandKind kind)
        => new OperatorCommandLedger(_world.Store, _world.Rotations, _world.Targets, Audit, _world.Time)
            .GiveAsync(WatchWorld.RotationId, new(kind, "olga", "because"), Stop);
}
