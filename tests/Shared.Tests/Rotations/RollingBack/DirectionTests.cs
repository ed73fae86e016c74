using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.RollingBack;

/// <summary>
/// The generation rises with each change of direction, before anything of the new direction is written, and with nothing else.
/// </summary>
public sealed class DirectionTests
{
    private readonly RestoreWorld _world = new();
    private readonly TargetRecord _gate = Some.Touched("gate", TargetState.Rotated, Component.ActiveGate);
    private readonly TargetRecord _web = Some.Touched("web", TargetState.Rotated);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private OperatorCommandLedger Commands => (OperatorCommandLedger)_world.Watch.Services.GetService(typeof(OperatorCommandLedger))!;

    [Fact]
    public async Task A_restore_raises_it_once()
    {
        await _world.WithAsync(_gate, _web);
        await _world.BeginAsync();
        long restoring = _world.Rotation.Generation;
        Assert.True(restoring > 7);

        await _world.BeginAsync(again: true); // the same direction
        Assert.Equal(restoring, _world.Rotation.Generation);
    }

    [Fact]
    public async Task Going_forward_after_a_restore_raises_it_again()
    {
        await _world.WithAsync(_gate, _web with { State = TargetState.Restored });
        await _world.BeginAsync();
        long restoring = _world.Rotation.Generation;

        await _world.Watch.RunAsync<BeginApply, string, bool>(WatchWorld.RotationId);

        Assert.True(_world.Rotation.Generation > restoring);
        Assert.Equal(
            (false, null, null),
            (_world.Rotation.Restoring, _world.Rotation.ActiveGateCanarySince, _world.Rotation.OneAgentCanarySince));
        Assert.Equal(TargetState.Pending, (await _world.Watch.TargetAsync("oa-web")).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_rises_before_a_target_or_a_wave_of_the_new_direction_is_written(bool isRestore)
    {
        await _world.WithAsync(_gate, _web);
        await _world.BeginAsync();
        if (isRestore)
        {
            await _world.Watch.RunAsync<BeginApply, string, bool>(WatchWorld.RotationId);
        }

        long before = _world.Rotation.Generation;
        List<string> order = [];
        _world.Watch.Store.Committed = (partition, writes) =>
        {
            if (partition == $"rotation:{WatchWorld.RotationId}"
                && writes.OfType<LedgerWrite.Replace>().Any(write => write.Key == "rotation" && Read(write.Json).Generation > before))
            {
                order.Add("raised");
            }
            else if (partition.StartsWith("targets:", StringComparison.Ordinal) || partition.StartsWith("plan:", StringComparison.Ordinal))
            {
                order.Add("written");
            }
        };
        await (isRestore ? _world.BeginAsync() : _world.Watch.RunAsync<BeginApply, string, bool>(WatchWorld.RotationId));

        Assert.Contains("written", order);
        Assert.Equal("raised", order[0]);
    }

    [Fact]
    public async Task Forward_said_to_a_third_token_raises_it_and_is_remembered_for_that_token()
    {
        await ParkedAsync(ParkCodes.ForeignToken, RotationPhase.RotatingOneAgents, _gate, _web, Some.Target("left"));
        _world.Watch.AgentToken = RestoreWorld.Third;

        Assert.Equal(RotationPhase.RotatingActiveGates, await SayAsync(OperatorCommandKind.Forward));

        RotationRecord now = _world.Rotation;
        Assert.True(now.Generation > 7);
        Assert.Equal(
            (RestoreWorld.FingerprintOf(RestoreWorld.Third), RotationPhase.RotatingActiveGates),
            (now.AnsweredForeignToken, now.Phase));
        Assert.Equal((true, true), (now.ActiveGateCanarySince is not null, now.OneAgentCanarySince is not null));
    }

    [Fact]
    public async Task Forward_is_refused_while_the_old_token_is_in_force_and_the_hold_says_why()
    {
        await ParkedAsync(ParkCodes.RestoreCanaryOffline, RotationPhase.RollingBack, _gate, _web);
        _world.Watch.AgentToken = WatchWorld.Old;

        Assert.Equal(RotationPhase.Parked, await SayAsync(OperatorCommandKind.Forward));

        Assert.Equal(7, _world.Rotation.Generation);
        Assert.Equal(ParkCodes.CancelledBySomebodyElse, _world.Rotation.ParkReason!.Code);
        Assert.Contains("Forward was refused", _world.Rotation.ParkReason!.Message, StringComparison.Ordinal);
        Assert.Null(await Commands.NextAsync(_world.Rotation, Stop)); // it was heard
    }

    [Fact]
    public async Task Forward_leaves_what_people_left_out_alone_while_nothing_was_restored()
    {
        await ParkedAsync(
            ParkCodes.ForeignToken,
            RotationPhase.RotatingOneAgents,
            Some.Target("skipped", TargetState.Skipped),
            Some.Target("failed", TargetState.Failed));
        await SayAsync(OperatorCommandKind.Forward);

        Assert.Equal(TargetState.Skipped, (await _world.Watch.TargetAsync("oa-skipped")).State);
        Assert.Equal(TargetState.Pending, (await _world.Watch.TargetAsync("oa-failed")).State);
    }

    [Theory]
    [InlineData(ParkCodes.StepFailed)]
    [InlineData(ParkCodes.RejectedMessagesRose)]
    [InlineData(ParkCodes.AgentsLost)]
    public async Task A_hold_that_is_resumed_goes_on_in_its_direction_and_raises_nothing(string hold)
    {
        await ParkedAsync(hold, RotationPhase.RotatingOneAgents, _gate, _web);
        Assert.Equal(RotationPhase.RotatingOneAgents, await LeaveAsync(OperatorCommandKind.Resume));
        Assert.Equal(7, _world.Rotation.Generation);
    }

    [Fact]
    public async Task A_host_on_an_older_token_is_tried_again_neither_by_a_resume_nor_by_going_forward()
    {
        TargetRecord older = Some.Target("older", TargetState.Failed) with
        {
            Code = OlderToken.Code,
            OtherFingerprint = "0123456789abcdef",
        };
        await ParkedAsync(ParkCodes.StepFailed, RotationPhase.RotatingOneAgents, older, Some.Target("failed", TargetState.Failed));
        await LeaveAsync(OperatorCommandKind.Resume);
        Assert.Equal(TargetState.Failed, (await _world.Watch.TargetAsync("oa-older")).State);
        Assert.Equal(TargetState.Pending, (await _world.Watch.TargetAsync("oa-failed")).State);

        await _world.Watch.ChangeAsync(static rotation => rotation with { Restoring = true });
        await _world.Watch.RunAsync<BeginApply, string, bool>(WatchWorld.RotationId);
        Assert.Equal(TargetState.Failed, (await _world.Watch.TargetAsync("oa-older")).State);
    }

    [Theory]
    [InlineData(ParkCodes.ForeignToken, RotationPhase.RotatingOneAgents, true)]
    [InlineData(ParkCodes.RestoreCanaryOffline, RotationPhase.RollingBack, true)]
    [InlineData(ParkCodes.StepFailed, RotationPhase.RollingBack, true)]
    [InlineData(ParkCodes.StepFailed, RotationPhase.RotatingOneAgents, false)]
    [InlineData(ParkCodes.CancelledBySomebodyElse, RotationPhase.RotatingOneAgents, false)]
    public void Forward_is_offered_where_nobody_knows_which_token_is_valid_and_while_hosts_are_put_back(
        string hold,
        RotationPhase from,
        bool isOffered)
    {
        RotationRecord parked = Some.Rotation(RotationPhase.Parked) with
        {
            StartTookEffect = true,
            ParkedFrom = from,
            ParkReason = new(hold, "", Some.Now),
        };
        Assert.Equal(isOffered, OperatorCommandRules.Allowed(parked).Contains(OperatorCommandKind.Forward));
    }

    private async Task ParkedAsync(string hold, RotationPhase from, params TargetRecord[] targets)
    {
        await _world.WithAsync(targets);
        await _world.Watch.ChangeAsync(
            rotation => rotation with { Phase = RotationPhase.Parked, ParkedFrom = from, ParkReason = new(hold, "Asked.", Some.Now) });
    }

    private async Task<RotationPhase> SayAsync(OperatorCommandKind kind)
    {
        OperatorAnswer answer = await Commands.GiveAsync(WatchWorld.RotationId, new(kind, "olga", "because"), Stop);
        Assert.True(answer.Accepted, answer.Message);
        return await _world.Watch.RunAsync<GoForward, OperatorCommandInput, RotationPhase>(
            new(WatchWorld.RotationId, _world.Rotation.Commands));
    }

    private async Task<RotationPhase> LeaveAsync(OperatorCommandKind kind)
    {
        await Commands.GiveAsync(WatchWorld.RotationId, new(kind, "olga"), Stop);
        return await _world.Watch.RunAsync<LeaveParked, OperatorCommandInput, RotationPhase>(
            new(WatchWorld.RotationId, _world.Rotation.Commands));
    }

    private static RotationRecord Read(string json) => JsonSerializer.Deserialize<RotationRecord>(json, DurableJson.Options)!;
}
