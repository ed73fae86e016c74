using System.Net;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Shared.Tests.Rotations.RollingBack;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Sending;

/// <summary>Who gets the old token back, and who first.</summary>
public sealed class RestoreOrderTests
{
    private readonly RestoreWorld _world = new();
    private readonly TargetRecord _gate = Some.Touched("gate", TargetState.Rotated, Component.ActiveGate);
    private readonly TargetRecord _web = Some.Touched("web", TargetState.Rotated);

    [Fact]
    public async Task With_both_tokens_valid_OneAgents_go_back_before_ActiveGates()
    {
        await _world.WithAsync(_gate, _web);
        Assert.True(await _world.BeginAsync());

        NextRestore.Result first = await _world.NextAsync();
        Assert.Equal((RestoreStep.Wave, Component.OneAgent, false), (first.Step, first.Component, first.IsAskedFirst));
        await SettleAsync(first);
        await SettleAsync(await _world.NextAsync());

        NextRestore.Result then = await _world.NextAsync();
        Assert.Equal((RestoreStep.Wave, Component.ActiveGate, true), (then.Step, then.Component, then.IsAskedFirst));
    }

    [Fact]
    public async Task With_only_the_old_one_valid_ActiveGates_go_back_before_OneAgents_and_nobody_waits_for_a_canary()
    {
        _world.Watch.AgentToken = WatchWorld.Old;
        await _world.WithAsync(_gate, Some.Touched("gate-2", TargetState.Rotated, Component.ActiveGate), _web);
        await _world.BeginAsync();

        NextRestore.Result first = await _world.NextAsync();
        Assert.Equal(
            (RestoreStep.Wave, Component.ActiveGate, IsAskedFirst: false, MustBeSeen: false),
            (first.Step, first.Component, first.IsAskedFirst, first.MustBeSeen));
        Assert.Equal(["activegate/gate", "activegate/gate-2"], await _world.MembersAsync(first.Wave!.Value));
        await SettleAsync(first);

        NextRestore.Result then = await _world.NextAsync();
        Assert.Equal((RestoreStep.Wave, Component.OneAgent, false), (then.Step, then.Component, then.MustBeSeen));
    }

    [Theory]
    [InlineData(GateOutcome.Approved, false, true)]
    [InlineData(GateOutcome.RollBack, false, false)]
    [InlineData(GateOutcome.Approved, true, false)]
    public async Task A_finish_that_was_approved_and_does_not_come_to_pass_is_marked_as_overruled(
        GateOutcome outcome,
        bool isTheOldTokenDead,
        bool isOverruled)
    {
        await _world.WithAsync(_gate, _web);
        GateLedger gates = (GateLedger)_world.Watch.Services.GetService(typeof(GateLedger))!;
        await gates.OpenAsync(
            WatchWorld.RotationId,
            Some.Gate() with { GateId = "finish-1", Outcome = outcome },
            [],
            TestContext.Current.CancellationToken);
        await _world.Watch.ChangeAsync(rotation => rotation with { FinishGateId = "finish-1", OldTokenIsDead = isTheOldTokenDead });
        await _world.BeginAsync();

        Assert.Equal(
            isOverruled,
            (await gates.FindAsync(WatchWorld.RotationId, "finish-1", TestContext.Current.CancellationToken))!.OverruledAt is not null);
    }

    [Fact]
    public async Task When_the_old_token_is_dead_nothing_is_restored_and_everything_goes_forward()
    {
        await _world.WithAsync(_gate, _web);
        await _world.Watch.ChangeAsync(static rotation => rotation with { OldTokenIsDead = true });

        Assert.False(await _world.BeginAsync());
        Assert.Equal(RestoreStep.GoForward, (await _world.NextAsync()).Step);
        Assert.Equal((7L, false, 0), (_world.Rotation.Generation, _world.Rotation.Restoring, _world.Rotation.LastWave));
    }

    [Fact]
    public async Task A_cancel_of_others_in_the_middle_of_a_restore_turns_the_order_around()
    {
        await _world.WithAsync(_gate, _web);
        await _world.BeginAsync();
        Assert.Equal(Component.OneAgent, (await _world.NextAsync()).Component);

        _world.Watch.AgentToken = WatchWorld.Old;
        Assert.Equal(Component.ActiveGate, (await _world.NextAsync()).Component);
    }

    [Fact]
    public async Task A_third_token_is_asked_about_and_the_question_says_which_side_is_online()
    {
        await _world.WithAsync(_gate, _web, Some.Target("untouched"));
        _world.Goes(_web);
        _world.Watch.AgentToken = RestoreWorld.Third;

        Assert.False(await _world.BeginAsync());
        NextRestore.Result next = await _world.NextAsync();

        Assert.Equal((RestoreStep.Hold, ParkCodes.ForeignToken), (next.Step, next.Code));
        Assert.Contains("1 of 2 on the new token, 1 of 1 on the old one.", next.Message, StringComparison.Ordinal);
        Assert.Equal((7L, false), (_world.Rotation.Generation, _world.Rotation.Restoring));
    }

    [Fact]
    public async Task Answered_with_abort_the_restore_begins_with_one_ActiveGate_and_another_third_token_is_asked_about_again()
    {
        await _world.WithAsync(_gate, Some.Touched("gate-2", TargetState.Rotated, Component.ActiveGate), _web);
        _world.Watch.AgentToken = RestoreWorld.Third;
        await _world.NextAsync();
        await _world.Watch.ChangeAsync(rotation
            => ParkAnswers.Take(
                rotation with { ParkReason = new(ParkCodes.ForeignToken, "", Some.Now) },
                OperatorCommandKind.Abort,
                Some.Now) with
            {
                ParkReason = null,
            });

        Assert.True(await _world.BeginAsync());
        NextRestore.Result first = await _world.NextAsync();
        Assert.Equal(
            (RestoreStep.Wave, Component.ActiveGate, false, true),
            (first.Step, first.Component, first.IsAskedFirst, first.MustBeSeen));
        Assert.Single(await _world.MembersAsync(first.Wave!.Value));

        _world.Watch.AgentToken = $"{RestoreWorld.Third}x";
        Assert.Equal(RestoreStep.Hold, (await _world.NextAsync()).Step);
    }

    [Fact]
    public async Task Looked_at_again_with_resume_the_third_token_is_still_asked_about()
    {
        await _world.WithAsync(_gate);
        _world.Watch.AgentToken = RestoreWorld.Third;
        await _world.NextAsync();
        await _world.Watch.ChangeAsync(rotation
            => ParkAnswers.Take(
                rotation with { ParkReason = new(ParkCodes.ForeignToken, "", Some.Now) },
                OperatorCommandKind.Resume,
                Some.Now) with
            {
                ParkReason = null,
            });

        Assert.Equal(RestoreStep.Hold, (await _world.NextAsync()).Step);
    }

    [Fact]
    public async Task While_connection_info_cannot_be_read_nothing_begins()
    {
        await _world.WithAsync(_gate, _web);
        _world.Watch.Broken["/api/v1/deployment/installer/agent/connectioninfo"] = HttpStatusCode.InternalServerError;

        await Assert.ThrowsAsync<TimeoutException>(() => _world.BeginAsync());
        await Assert.ThrowsAsync<TimeoutException>(_world.NextAsync);
        Assert.False(_world.Rotation.Restoring);
    }

    public static TheoryData<string, TargetRecord, bool> WhoMayBeOnTheNewToken => new()
    {
        { "one that has it", Some.Touched("a", TargetState.Rotated), true },
        { "one whose apply failed", Some.Touched("a", TargetState.Failed), true },
        { "one whose apply never answered", Some.Touched("a", TargetState.Inconclusive), true },
        { "one that joined since start", Some.Target("a") with { HasJoined = true }, true },
        { "one whose agent was installed anew since start", Some.Target("a") with { RecreatedAt = Some.Now }, true },
        { "one that nobody touched", Some.Target("a"), false },
        { "one that has the old one back", Some.Touched("a", TargetState.Restored), false },
        { "a joiner that Azure does not know", Some.Target("a", TargetState.Uncovered) with { HasJoined = true, Machine = null }, false },
        { "a cluster that moves by itself", Some.Target("a", TargetState.SelfRotating) with { Machine = null }, false },
    };

    [Theory]
    [MemberData(nameof(WhoMayBeOnTheNewToken))]
    public async Task A_restore_is_sent_to_whoever_may_be_on_the_new_token(string who, TargetRecord target, bool isSent)
    {
        await _world.WithAsync(target);
        await _world.BeginAsync();
        Assert.True(isSent == ((await _world.NextAsync()).Step is RestoreStep.Wave), who);
    }

    private async Task SettleAsync(NextRestore.Result next)
    {
        await _world.RunAsync(next.Wave!.Value);
        if (next.MustBeSeen)
        {
            Assert.True((await _world.LookAsync(next.Wave.Value)).IsSeen);
        }

        await _world.CompleteAsync(next.Wave.Value);
    }
}
