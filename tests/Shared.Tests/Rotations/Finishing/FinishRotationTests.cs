using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Shared.Tests.Rotations.Calls;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Finishing;

public sealed class FinishRotationTests : IDisposable
{
    private readonly CallWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Finish_is_sent_once_and_done_when_the_new_token_is_in_force()
    {
        await ReadyAsync();

        Assert.True((await FinishAsync()).IsDone);
        Assert.True((await FinishAsync()).IsDone);

        Assert.Equal(["finish took effect"], _world.Calls);
        Assert.Equal(
            (true, false),
            ((await _world.RotationAsync()).Finish!.TookEffect, (await _world.RotationAsync()).EndedBySomebodyElse));
    }

    [Fact]
    public async Task Two_runs_of_the_activity_at_once_finish_once_and_it_was_ours()
    {
        await ReadyAsync();
        _world.AtNextLook = async () => Assert.True((await FinishAsync()).IsDone);

        await Assert.ThrowsAsync<CallRaceException>(() => FinishAsync());

        Assert.True((await FinishAsync()).IsDone);
        Assert.Equal(["finish took effect"], _world.Calls);
        Assert.False((await _world.RotationAsync()).EndedBySomebodyElse);
    }

    [Fact]
    public async Task What_another_run_recorded_while_the_call_was_on_its_way_is_not_overwritten()
    {
        await ReadyAsync();
        CallAttempt others = new(2, Some.Now, Answered: false) { UnknownAt = Some.Now };
        _world.Fates.Enqueue("500");
        _world.AfterNextCall = () => _world.ChangeAsync(current => current with { Finish = others }).GetAwaiter().GetResult();

        await Assert.ThrowsAsync<CallRaceException>(() => FinishAsync());

        Assert.Equal(others, (await _world.RotationAsync()).Finish);
    }

    [Fact]
    public async Task Finish_is_not_sent_when_nobody_has_approved_it()
    {
        await _world.StartedAsync(RotationPhase.Finishing, Some.Target("web-01", TargetState.Rotated));

        CallOutcome outcome = await FinishAsync();

        Assert.Equal((ParkCodes.RestGrew, "The finish gate is not approved."), (outcome.Code, outcome.Message));
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task Finish_is_not_sent_when_a_host_is_left_that_the_approval_does_not_name()
    {
        await _world.StartedAsync(RotationPhase.Finishing, Some.Target("web-01", TargetState.Failed));
        await _world.ApprovedAsync(GateKind.Finish);

        Assert.Equal(ParkCodes.RestGrew, (await FinishAsync()).Code);
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task An_approval_is_for_the_direction_in_which_it_was_given()
    {
        await ReadyAsync();
        await _world.ChangeAsync(static current => current with { Generation = current.Generation + 1 });

        CallOutcome outcome = await FinishAsync();

        Assert.Equal(ParkCodes.RestGrew, outcome.Code);
        Assert.Contains("in this direction", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task Finish_is_sent_when_the_approval_names_the_host_that_is_left()
    {
        await _world.StartedAsync(RotationPhase.Finishing, Some.Target("web-01", TargetState.Failed));
        await _world.ApprovedAsync(GateKind.Finish, [.. AcceptedExceptions.ForFinish([Some.Target("web-01", TargetState.Failed)])]);

        Assert.True((await FinishAsync()).IsDone);
    }

    [Fact]
    public async Task A_refused_finish_is_approved_anew_when_it_is_sent_again()
    {
        await ReadyAsync();
        _world.Fates.Enqueue("403");
        Assert.Equal(ParkCodes.FinishRefused, (await FinishAsync()).Code);
        await _world.Targets.PutAsync(
            CallWorld.RotationId,
            [Some.Target("web-02", TargetState.Failed)],
            TestContext.Current.CancellationToken);

        Assert.Equal(ParkCodes.RestGrew, (await FinishAsync()).Code);
        Assert.Equal(["finish had no effect"], _world.Calls);
    }

    [Fact]
    public async Task Finish_is_not_sent_to_a_rotation_that_somebody_started_after_cancelling_ours()
    {
        await ReadyAsync();
        _world.Cancel();
        _world.Start();

        CallOutcome outcome = await FinishAsync();

        Assert.Equal(ParkCodes.ForeignToken, outcome.Code);
        Assert.Empty(_world.Calls);
        Assert.True(_world.IsOpen);
    }

    [Fact]
    public async Task Finish_is_not_sent_again_when_it_was_refused_and_somebody_then_cancelled_and_started()
    {
        await ReadyAsync();
        _world.Fates.Enqueue("403");
        await FinishAsync();
        _world.Cancel();
        _world.Start();

        Assert.Equal(ParkCodes.ForeignToken, (await FinishAsync()).Code);
        Assert.Equal(["finish had no effect"], _world.Calls);
    }

    [Fact]
    public async Task Finish_is_not_sent_when_somebody_cancelled()
    {
        await ReadyAsync();
        _world.Cancel();

        Assert.Equal(ParkCodes.CancelledBySomebodyElse, (await FinishAsync()).Code);
        Assert.Empty(_world.Calls);
    }

    [Theory]
    [InlineData("other0Yw93v8sU9b1", false, "a third token")]
    [InlineData("other0Yw93v8sU9b1", true, "a third token although the two differed before")]
    [InlineData("old0bYw93v8sU9b1", false, "the old token although the two were the same before")]
    public async Task Finish_is_not_sent_while_activegates_are_handed(string token, bool differedBefore, string what)
    {
        await ReadyAsync();
        await _world.ChangeAsync(current => current with { GatewayTokenDiffers = differedBefore });
        _world.Gateways = token;

        Assert.True((await FinishAsync()).Code is ParkCodes.ForeignToken, what);
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task Finish_is_sent_while_activegates_are_still_handed_the_old_token_as_since_start()
    {
        await ReadyAsync();
        await _world.ChangeAsync(static current => current with { GatewayTokenDiffers = true });
        _world.Gateways = "old0bYw93v8sU9b1";

        Assert.True((await FinishAsync()).IsDone);
    }

    [Fact]
    public async Task A_400_without_an_attempt_of_ours_is_somebody_elses_finish()
    {
        await ReadyAsync();
        _world.Finish();

        Assert.True((await FinishAsync()).IsDone);

        RotationRecord rotation = await _world.RotationAsync();
        Assert.True(rotation.EndedBySomebodyElse);
        Assert.NotNull(rotation.SweepUntil);
        Assert.Contains(
            "finished: Somebody else finished this rotation: the new token is in force, the old one is dead.",
            await _world.AuditAsync());
    }

    [Theory]
    [InlineData("lost after the effect")]
    [InlineData("a proxy's 403 after the effect")]
    [InlineData("500")]
    public async Task A_finish_that_was_not_answered_is_sent_again_and_counts_as_ours(string fate)
    {
        await ReadyAsync();
        _world.Fates.Enqueue(fate);

        Assert.True((await FinishAsync()).IsOpen);
        Assert.True((await FinishAsync()).IsDone);

        Assert.Single(_world.Calls, static call => call is "finish took effect");
        Assert.False((await _world.RotationAsync()).EndedBySomebodyElse);
    }

    [Fact]
    public async Task A_finish_that_was_not_answered_is_not_sent_again_once_a_third_token_is_in_force()
    {
        await ReadyAsync();
        _world.Fates.Enqueue("lost after the effect");
        await FinishAsync();
        _world.Start();

        CallOutcome outcome = await FinishAsync();

        Assert.Equal((ParkCodes.ForeignToken, false), (outcome.Code, outcome.IsOpen));
        Assert.True(_world.IsOpen);
    }

    [Fact]
    public async Task A_200_is_not_done_while_another_token_is_in_force()
    {
        await ReadyAsync();
        _world.AfterNextCall = () => _world.Start();

        CallOutcome first = await FinishAsync();
        CallOutcome last = await FinishAsync(settleTimePassed: true);

        Assert.Equal((true, false), (first.IsOpen, first.IsDone));
        Assert.Equal((ParkCodes.ForeignToken, false), (last.Code, last.IsDone));
        Assert.Contains(await _world.AuditAsync(), static entry => entry.StartsWith("finish-open: ", StringComparison.Ordinal));
        Assert.Equal(["finish took effect"], _world.Calls);
    }

    [Fact]
    public async Task A_finish_that_took_effect_is_not_done_any_more_once_somebody_else_has_rotated()
    {
        await ReadyAsync();
        Assert.True((await FinishAsync()).IsDone);
        _world.Start();
        _world.Finish();

        CallOutcome first = await FinishAsync();
        CallOutcome last = await FinishAsync(settleTimePassed: true);

        Assert.Equal((true, false), (first.IsOpen, first.IsDone));
        Assert.Equal((ParkCodes.ForeignToken, false), (last.Code, last.IsDone));
        Assert.Equal(["finish took effect"], _world.Calls);
    }

    [Fact]
    public async Task A_finish_whose_effect_cannot_be_read_waits_and_is_done_when_it_can()
    {
        await ReadyAsync();
        _world.AfterNextCall = () => _world.ConnectionInfoIsDown = true;
        Assert.True((await FinishAsync()).IsOpen);
        _world.ConnectionInfoIsDown = false;

        Assert.True((await FinishAsync()).IsDone);
        Assert.Equal(["finish took effect"], _world.Calls);
    }

    [Fact]
    public async Task Nothing_is_sent_while_the_token_in_force_cannot_be_read()
    {
        await ReadyAsync();
        _world.ConnectionInfoIsDown = true;

        Assert.True((await FinishAsync()).IsOpen);
        Assert.Equal(ParkCodes.WatchBlind, (await FinishAsync(settleTimePassed: true)).Code);
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task A_429_waits_and_is_not_held_before_the_time_is_over()
    {
        await ReadyAsync();
        _world.Fates.Enqueue("429");
        _world.Fates.Enqueue("429");

        Assert.True((await FinishAsync()).IsOpen);
        Assert.Equal(ParkCodes.FinishRefused, (await FinishAsync(settleTimePassed: true)).Code);
        Assert.True((await FinishAsync()).IsDone);
    }

    [Fact]
    public async Task An_attempt_that_could_not_be_sent_for_want_of_the_api_token_leaves_nothing_to_recover()
    {
        await ReadyAsync();
        _world.ReadsOfApiTokenLeft = 1; // the connection info is read with it
        await Assert.ThrowsAsync<global::Azure.RequestFailedException>(() => FinishAsync());

        Assert.True((await _world.RotationAsync()).Finish!.HadNoEffect);
        Assert.Empty(_world.Calls);
    }

    [Fact]
    public async Task Finish_is_refused_for_a_rotation_whose_start_did_not_take_effect()
    {
        await _world.PlannedAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => FinishAsync());
        Assert.Empty(_world.Calls);
    }

    private async Task ReadyAsync()
    {
        await _world.StartedAsync(RotationPhase.Finishing, Some.Target("web-01", TargetState.Rotated));
        await _world.ApprovedAsync(GateKind.Finish);
    }

    private Task<CallOutcome> FinishAsync(bool settleTimePassed = false)
        => _world.RunAsync<FinishRotation, CallInput, CallOutcome>(new(CallWorld.RotationId, settleTimePassed));
}
