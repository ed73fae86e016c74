using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Shared.Tests.Rotations.Calls;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.RollingBack;

public sealed class CancelRotationTests : IDisposable
{
    private readonly CallWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Cancel_is_sent_once_and_leaves_the_old_token_newest_and_the_new_one_disabled()
    {
        RotationRecord rotation = await ReadyAsync();

        Assert.True((await CancelAsync()).IsDone);
        Assert.True((await CancelAsync()).IsDone);

        Assert.Equal(["cancel took effect"], _world.Calls);
        Assert.Equal(_world.InForce, _world.Vault.VersionsOf("tenant-token").Last(static version => version.Enabled).Value);
        Assert.False(_world.Vault.VersionsOf("tenant-token").Single(version => version.Version == rotation.NewToken!.Version).Enabled);
    }

    [Fact]
    public async Task Cancel_is_not_sent_when_a_touched_host_is_neither_restored_nor_accepted_by_name()
    {
        await _world.StartedAsync(RotationPhase.Cancelling, Some.Touched("web-01", TargetState.Failed));

        CallOutcome outcome = await CancelAsync();

        Assert.Equal(ParkCodes.RestGrew, outcome.Code);
        Assert.Contains("oneagent/web-01", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task Cancel_is_not_sent_when_the_approval_names_another_host()
    {
        await _world.StartedAsync(RotationPhase.Cancelling, Some.Touched("web-01", TargetState.Failed));
        await _world.ApprovedAsync(GateKind.Cancel, [.. AcceptedExceptions.ForCancel([Some.Touched("web-02", TargetState.Failed)])]);

        Assert.Equal(ParkCodes.RestGrew, (await CancelAsync()).Code);
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task Cancel_is_sent_when_the_approval_names_the_host_that_is_left()
    {
        await _world.StartedAsync(RotationPhase.Cancelling, Some.Touched("web-01", TargetState.Failed));
        await _world.ApprovedAsync(GateKind.Cancel, [.. AcceptedExceptions.ForCancel([Some.Touched("web-01", TargetState.Failed)])]);

        Assert.True((await CancelAsync()).IsDone);
    }

    [Fact]
    public async Task Cancel_is_not_sent_to_a_rotation_that_somebody_started_after_cancelling_ours()
    {
        await ReadyAsync();
        _world.Cancel();
        _world.Start();

        Assert.Equal(ParkCodes.ForeignToken, (await CancelAsync()).Code);
        Assert.Empty(_world.Calls);
        Assert.True(_world.IsOpen);
    }

    [Fact]
    public async Task Cancel_is_not_sent_while_activegates_are_handed_a_third_token()
    {
        await ReadyAsync();
        _world.Gateways = "other0Yw93v8sU9b1";

        Assert.Equal(ParkCodes.ForeignToken, (await CancelAsync()).Code);
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task Somebody_elses_cancel_needs_none_of_ours()
    {
        await ReadyAsync();
        _world.Cancel();

        Assert.True((await CancelAsync()).IsDone);
        Assert.Empty(_world.Calls);
        Assert.True((await _world.RotationAsync()).EndedBySomebodyElse);
    }

    [Theory]
    [InlineData("lost after the effect")]
    [InlineData("a proxy's 403 after the effect")]
    public async Task A_cancel_that_was_not_answered_is_done_without_a_repeat_when_the_old_token_is_in_force(string fate)
    {
        await ReadyAsync();
        _world.Fates.Enqueue(fate);

        Assert.True((await CancelAsync()).IsDone);
        Assert.Equal(["cancel took effect"], _world.Calls);
        Assert.False((await _world.RotationAsync()).EndedBySomebodyElse);
    }

    [Fact]
    public async Task A_cancel_that_was_lost_on_the_way_is_sent_again()
    {
        await ReadyAsync();
        _world.Fates.Enqueue("lost before the effect");

        Assert.True((await CancelAsync()).IsOpen);
        Assert.True((await CancelAsync()).IsDone);
        Assert.Equal(["cancel had no effect", "cancel took effect"], _world.Calls);
    }

    [Fact]
    public async Task A_400_while_the_new_token_is_in_force_means_that_somebody_finished_and_hosts_go_forward()
    {
        await ReadyAsync();
        _world.Finish();

        Assert.Equal(ParkCodes.FinishedBySomebodyElse, (await CancelAsync()).Code);

        RotationRecord rotation = await _world.RotationAsync();
        Assert.True(rotation.OldTokenIsDead);
        Assert.False(rotation.Cancel!.TookEffect);
        Assert.Contains(await _world.AuditAsync(), static entry => entry.StartsWith("alarm: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_200_is_not_done_while_another_token_is_in_force()
    {
        await ReadyAsync();
        _world.AfterNextCall = () => _world.Start();

        Assert.True((await CancelAsync()).IsOpen);
        Assert.Equal(ParkCodes.ForeignToken, (await CancelAsync(settleTimePassed: true)).Code);
    }

    [Fact]
    public async Task A_refused_cancel_is_held_and_can_be_sent_again()
    {
        await ReadyAsync();
        _world.Fates.Enqueue("403");

        Assert.Equal(ParkCodes.CancelRefused, (await CancelAsync()).Code);
        Assert.True((await CancelAsync()).IsDone);
    }

    private Task<RotationRecord> ReadyAsync()
        => _world.StartedAsync(RotationPhase.Cancelling, Some.Touched("web-01", TargetState.Restored));

    private Task<CallOutcome> CancelAsync(bool settleTimePassed = false)
        => _world.RunAsync<CancelRotation, CallInput, CallOutcome>(new(CallWorld.RotationId, settleTimePassed));
}
