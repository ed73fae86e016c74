using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Sending;

namespace TenantTokens.Shared.Tests.Rotations.Sending;

/// <summary>
/// The engine runs an activity again when its process has died: what the host has done is not asked for twice, and nothing that stands on
/// it is forgotten.
/// </summary>
public sealed class SendRunCommandTests : IDisposable
{
    private readonly CommandedHost _on = new();

    public void Dispose() => _on.Dispose();

    [Fact]
    public async Task A_command_that_succeeded_and_is_gone_is_not_sent_again_when_the_process_died_before_it_could_say_so()
    {
        await _on.ProbedAsync();
        await DyingAsync(kill => _on.Host.AfterDelete = kill);

        SendRunCommand.Result again = await _on.ApplyAsync(1);

        Assert.Equal(TargetState.Rotated, again.State);
        Assert.Equal(["probe", "apply"], _on.Host.Actions);
        Assert.True((await _on.TargetAsync()).Send!.DeletePending); // the sweep looks whether it is gone
    }

    [Fact]
    public async Task A_command_that_still_stands_is_followed_and_deleted()
    {
        await _on.ProbedAsync();
        await DyingAsync(kill => _on.Host.BeforeRun = _ => kill());
        Assert.Single(_on.Host.Standing);

        SendRunCommand.Result again = await _on.ApplyAsync(1);

        Assert.Equal(TargetState.Rotated, again.State);
        Assert.Equal(["probe", "apply"], _on.Host.Actions);
        Assert.Empty(_on.Host.Standing);
        Assert.False((await _on.TargetAsync()).Send!.DeletePending);
    }

    [Fact]
    public async Task A_command_that_was_not_sent_says_nothing_of_the_one_before_it_that_still_stands()
    {
        _on.Host.RefusesDeletions = true;
        await _on.ProbedAsync();
        await _on.Plans.StopWaveAsync(_on.RotationId, 1, TestContext.Current.CancellationToken);

        await _on.ApplyAsync(1);

        Assert.Equal(["probe"], _on.Host.Actions);
        Assert.Equal(_on.Host.Standing, (await _on.TargetAsync()).Standing().Select(static send => send.CommandName));
    }

    [Fact]
    public async Task A_target_that_is_left_out_just_before_its_command_gets_none()
    {
        await _on.ProbedAsync();
        _on.Host.BeforeSend = LeaveOutAsync;

        SendRunCommand.Result answer = await _on.ApplyAsync(1);

        Assert.Equal((TargetState.Skipped, false), (answer.State, answer.IsRetryable));
        Assert.Equal(["probe"], _on.Host.Actions);
        TargetRecord target = await _on.TargetAsync();
        Assert.Equal((TargetState.Skipped, "skipped-at-gate", false), (target.State, target.Code, target.IsTouched));
    }

    [Fact]
    public async Task A_command_that_a_stopped_wave_did_not_send_leaves_what_was_decided_of_its_target_meanwhile()
    {
        await _on.ProbedAsync();
        await _on.Plans.StopWaveAsync(_on.RotationId, 1, TestContext.Current.CancellationToken);
        _on.Host.BeforeSend = LeaveOutAsync;

        await _on.ApplyAsync(1);

        TargetRecord target = await _on.TargetAsync();
        Assert.Equal((TargetState.Skipped, "skipped-at-gate"), (target.State, target.Code));
    }

    [Fact]
    public async Task A_command_that_a_stopped_wave_did_not_send_leaves_its_target_to_be_sent_later()
    {
        await _on.ProbedAsync();
        await _on.Plans.StopWaveAsync(_on.RotationId, 1, TestContext.Current.CancellationToken);

        SendRunCommand.Result answer = await _on.ApplyAsync(1);

        TargetRecord target = await _on.TargetAsync();
        Assert.Equal((TargetState.Pending, TargetState.Pending, "not-sent"), (answer.State, target.State, target.Code));
        Assert.True(target.IsOpenFor(TargetAction.Apply));
    }

    [Fact]
    public async Task A_paused_rotation_is_sent_no_apply_and_one_that_goes_on_is()
    {
        await _on.ProbedAsync();
        await _on.PauseAsync(true);

        Assert.Equal(new SendRunCommand.Result(TargetState.Pending), await _on.ApplyAsync(1));
        Assert.Equal(["probe"], _on.Host.Actions);

        await _on.PauseAsync(false);
        Assert.Equal(TargetState.Rotated, (await _on.ApplyAsync(1)).State);
    }

    [Fact]
    public async Task A_pause_does_not_hold_a_restore()
    {
        await _on.ProbedAsync();
        await _on.ApplyAsync(1);
        await _on.PauseAsync(true);

        await _on.RestoreAsync();

        Assert.Equal(["probe", "apply", "restore"], _on.Host.Actions);
    }

    [Fact]
    public async Task A_command_that_is_under_way_is_followed_to_its_end_although_the_rotation_is_paused()
    {
        await _on.ProbedAsync();
        await DyingAsync(kill => _on.Host.BeforeRun = _ => kill());
        await _on.PauseAsync(true);

        Assert.Equal(TargetState.Rotated, (await _on.ApplyAsync(1)).State);
        Assert.Empty(_on.Host.Standing);
    }

    private Task LeaveOutAsync() => _on.ChangeAsync(static target
        => target.MoveTo(TargetState.Skipped, TargetCause.SkippedAtGate, "skipped-at-gate", "Left out.") with { IsAccepted = true });

    private async Task DyingAsync(Action<Action> when)
    {
        using CancellationTokenSource death = new();
        when(death.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _on.ApplyUntilAsync(death.Token));
        (_on.Host.AfterDelete, _on.Host.BeforeRun) = (null, null);
    }
}
