using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Sending;

/// <summary>The activities that begin, read and stop a wave.</summary>
public sealed class WaveActivityTests : IDisposable
{
    private const int Wave = 1;
    private readonly WatchWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    private PlanLedger Plans => new(_world.Store);

    [Fact]
    public async Task A_wave_that_begins_may_send()
    {
        await PlanAsync(TargetAction.Apply);

        await _world.RunAsync<BeginWave, BeginWave.Input, bool>(new(WatchWorld.RotationId, Wave));

        Assert.False((await Plans.StatusAsync(WatchWorld.RotationId, Wave, Stop)).Stopped);
    }

    [Fact]
    public async Task A_wave_of_restores_has_no_budget_and_one_of_applies_has()
    {
        await PlanAsync(TargetAction.Restore);
        await _world.RunAsync<BeginWave, BeginWave.Input, bool>(new(WatchWorld.RotationId, Wave));
        Assert.Equal(int.MaxValue, (await Plans.StatusAsync(WatchWorld.RotationId, Wave, Stop)).Limit);

        await PlanAsync(TargetAction.Apply);
        await _world.RunAsync<BeginWave, BeginWave.Input, bool>(new(WatchWorld.RotationId, Wave));
        Assert.InRange((await Plans.StatusAsync(WatchWorld.RotationId, Wave, Stop)).Limit, int.MinValue, 3);
    }

    [Fact]
    public async Task A_wave_that_is_stopped_sends_nothing_new_and_another_one_goes_on()
    {
        await PlanAsync(TargetAction.Apply);
        await Plans.PutWaveAsync(WatchWorld.RotationId, Record(TargetAction.Apply) with { Number = 2 }, Stop);

        await _world.RunAsync<StopWave, StopWave.Input, bool>(new(WatchWorld.RotationId, Wave));

        Assert.True((await Plans.StatusAsync(WatchWorld.RotationId, Wave, Stop)).Stopped);
        Assert.False((await Plans.StatusAsync(WatchWorld.RotationId, 2, Stop)).Stopped);
        Assert.Equal("Wave 1 sends nothing new.", Assert.Single(await _world.AuditAsync("wave-stopped")).Detail);
    }

    [Fact]
    public async Task The_lanes_of_a_wave_are_counted_with_their_segments_and_its_own_cap()
    {
        await PlanAsync(TargetAction.Apply);

        ReadLanes.Result lanes = await _world.RunAsync<ReadLanes, ReadLanes.Input, ReadLanes.Result>(new(WatchWorld.RotationId, Wave));

        Assert.Equal([2, 1], lanes.Segments);
        Assert.Equal(7, lanes.AtOnce);
    }

    [Fact]
    public async Task A_wave_without_a_cap_of_its_own_has_the_policys()
    {
        await Plans.PutWaveAsync(WatchWorld.RotationId, Record(TargetAction.Apply) with { MaxInFlight = 0 }, Stop);

        ReadLanes.Result lanes = await _world.RunAsync<ReadLanes, ReadLanes.Input, ReadLanes.Result>(new(WatchWorld.RotationId, Wave));

        Assert.Equal(new PolicyOptions().MaxInFlight, lanes.AtOnce);
    }

    private static WaveRecord Record(TargetAction action)
        => new() { Number = Wave, Action = action, Component = Component.OneAgent, Targets = 3, Lanes = 2, MaxInFlight = 7 };

    private async Task PlanAsync(TargetAction action)
    {
        await _world.RotationAsync();
        await _world.TargetsAsync(Some.Target("a"), Some.Target("b"), Some.Target("c"));
        await Plans.PutWaveAsync(
            WatchWorld.RotationId,
            Record(action),
            [new(0, 0, "west", 1, ["oa-a"]), new(0, 1, "west", 1, ["oa-b"]), new(1, 0, "north", 1, ["oa-c"])],
            Stop);
    }
}
