using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Waves;
using TenantTokens.Shared.Tests.Rotations.Procedure;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.RollingBack;

/// <summary>
/// An orchestration that still goes in one direction while another one has turned the rotation: hosts tell the two apart by the generation
/// alone.
/// </summary>
public sealed class TwoDirectionsTests
{
    private readonly RestoreWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wave_that_goes_forward_sends_nothing_more_once_the_rotation_goes_back()
    {
        await WithOneToGoAsync();
        int apply = (await NextWaveAsync()).Number!.Value;
        ReadSegment.Result before = await ReadAsync(apply);
        await _world.BeginAsync();
        ReadSegment.Result after = await ReadAsync(apply);

        Assert.Single(before.Targets);
        Assert.True(before.Generation < _world.Rotation.Generation, "What was read before is refused by hosts that go back.");
        Assert.Empty(after.Targets);
    }

    [Fact]
    public async Task No_wave_is_laid_forward_while_the_rotation_goes_back()
    {
        await WithOneToGoAsync();
        await _world.BeginAsync();
        int last = _world.Rotation.LastWave;

        Assert.Null((await NextWaveAsync()).Number);
        Assert.Equal(last, _world.Rotation.LastWave);
    }

    [Fact]
    public async Task A_wave_that_goes_back_sends_nothing_more_once_the_rotation_goes_forward()
    {
        await WithOneToGoAsync();
        await _world.BeginAsync();
        int restore = (await _world.NextAsync()).Wave!.Value;
        ReadSegment.Result before = await ReadAsync(restore);
        await _world.Watch.RunAsync<BeginApply, string, bool>(WatchWorld.RotationId);

        Assert.Single(before.Targets);
        Assert.True(before.Generation < _world.Rotation.Generation, "What was read before is refused by hosts that go forward.");
        Assert.Empty((await ReadAsync(restore)).Targets);
        Assert.NotNull((await NextWaveAsync()).Number);
    }

    [Fact]
    public async Task A_turn_that_is_not_written_down_whole_sends_nothing_back_under_the_generation_that_goes_forward()
    {
        await WithOneToGoAsync();
        await _world.BeginAsync();
        int restore = (await _world.NextAsync()).Wave!.Value;
        await _world.Watch.ChangeAsync(static rotation => rotation with { Generation = rotation.Generation + 1 });

        Assert.Empty((await ReadAsync(restore)).Targets);
    }

    /// <summary>What is left over when a history is full is handed on with its attempts, and read from no ledger.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task What_a_full_history_left_over_is_sent_unless_the_rotation_has_turned(bool isTurned, int sent)
    {
        ScriptedContext context = new ScriptedContext()
            .Answers(ReadSegment.Name, _ => new ReadSegment.Result(TargetAction.Apply, 1, Window: 1, []) { IsTurned = isTurned })
            .Answers(SendRunCommand.Name, static _ => new SendRunCommand.Result(TargetState.Rotated));

        WaveTally tally = await new SegmentOrchestrator()
            .RunAsync(context, Segment(wave: 1) with { Left = [new("oa-shop", NextAttempt: 2, Tries: 2)] });

        Assert.Equal(sent, context.Called.Count(static name => name == SendRunCommand.Name.Value));
        Assert.Equal(isTurned ? WaveTally.None : WaveTally.From(TargetState.Rotated, TargetAction.Apply), tally);
    }

    private async Task WithOneToGoAsync()
        => await _world.WithAsync(Some.Touched("web", TargetState.Rotated), Some.Target("shop"));

    private Task<NextWave.Result> NextWaveAsync()
        => _world.Watch.RunAsync<NextWave, NextWave.Input, NextWave.Result>(
            new(WatchWorld.RotationId, Component.OneAgent, TargetAction.Apply));

    private Task<ReadSegment.Result> ReadAsync(int wave)
        => _world.Watch.RunAsync<ReadSegment, SegmentOrchestrator.Input, ReadSegment.Result>(Segment(wave));

    private static SegmentOrchestrator.Input Segment(int wave)
        => new(new WaveOrchestrator.Input(WatchWorld.RotationId, wave, RotationWaits.From(new(), emergency: false)), 0, 0);
}
