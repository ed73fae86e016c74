using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Sending;

namespace TenantTokens.Shared.Tests.Rotations.Sending;

/// <summary>A command's not-after is in the host's clock: what happens when that clock is not where the probe saw it.</summary>
public sealed class SendCommandClockTests : IDisposable
{
    private static readonly TimeSpan _twoHours = TimeSpan.FromHours(2);
    private readonly CommandedHost _on = new();

    public void Dispose() => _on.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(7200)]
    [InlineData(-7200)]
    public async Task A_clock_that_stays_where_the_probe_saw_it_needs_no_second_probe(int skew)
    {
        _on.Host.Offset = TimeSpan.FromSeconds(skew);
        await _on.ProbedAsync();

        Assert.Equal(TargetState.Rotated, (await _on.ApplyAsync(1)).State);
        Assert.Equal(["probe", "apply"], _on.Host.Actions);
    }

    [Fact]
    public async Task A_host_whose_clock_jumped_refuses_is_probed_again_and_takes_the_next_attempt()
    {
        await _on.ProbedAsync();
        _on.Host.Offset = _twoHours;

        SendRunCommand.Result refused = await _on.ApplyAsync(1);
        SendRunCommand.Result second = await _on.ApplyAsync(2);

        Assert.Equal((TargetState.Expired, true), (refused.State, refused.IsRetryable));
        Assert.Equal(TargetState.Rotated, second.State);
        Assert.Equal(["probe", "apply", "probe", "apply"], _on.Host.Actions);
        TargetRecord target = await _on.TargetAsync();
        Assert.InRange(target.Probe!.ClockSkewSeconds, 7100, 7300);
        Assert.Equal((false, 0), (target.ClockMoved, target.LeftBehind?.Count ?? 0));
        Assert.Empty(_on.Host.Standing);
    }

    [Theory]
    [InlineData(7200)]
    [InlineData(-7200)]
    public async Task A_host_that_was_never_probed_is_asked_for_its_clock_before_its_first_command(int skew)
    {
        await _on.ProbedAsync();
        await _on.ChangeAsync(static target => target with { Probe = null });
        _on.Host.Offset = TimeSpan.FromSeconds(skew);

        Assert.Equal(TargetState.Rotated, (await _on.ApplyAsync(1)).State);
        Assert.Equal(["probe", "probe", "apply"], _on.Host.Actions);
        Assert.False((await _on.TargetAsync()).ClockMoved);
    }

    [Fact]
    public async Task A_clock_that_jumped_back_is_noticed_by_a_success_and_looked_at_before_the_next_command()
    {
        await _on.ProbedAsync();
        _on.Host.Offset = -_twoHours;

        Assert.Equal(TargetState.Rotated, (await _on.ApplyAsync(1)).State);
        Assert.True((await _on.TargetAsync()).ClockMoved);

        await _on.RestoreAsync();
        Assert.Equal(["probe", "apply", "probe", "restore"], _on.Host.Actions);
    }

    [Fact]
    public async Task A_clock_that_jumps_every_time_ends_with_the_attempts()
    {
        await _on.ProbedAsync();
        _on.Host.BeforeRun = action => _on.Host.Offset += action == "apply" ? _twoHours : TimeSpan.Zero;

        for (int attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Equal(TargetState.Expired, (await _on.ApplyAsync(attempt)).State);
        }

        Assert.Equal(["probe", "apply", "probe", "apply", "probe", "apply"], _on.Host.Actions);
    }

    [Fact]
    public async Task In_a_stopped_wave_the_clock_is_not_looked_at_either()
    {
        await _on.ProbedAsync();
        _on.Host.Offset = _twoHours;
        await _on.ApplyAsync(1);
        await _on.Plans.StopWaveAsync(_on.RotationId, 1, TestContext.Current.CancellationToken);

        SendRunCommand.Result outcome = await _on.ApplyAsync(2);

        Assert.Equal((TargetState.Expired, false), (outcome.State, outcome.IsRetryable));
        Assert.Equal(["probe", "apply"], _on.Host.Actions);
    }
}
