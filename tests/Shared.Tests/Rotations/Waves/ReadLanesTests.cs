using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Waves;

/// <summary>The lanes of a wave.</summary>
public sealed class ReadLanesTests : WaveTest
{
    [Fact]
    public async Task The_lanes_of_a_wave_are_counted_with_their_segments_and_its_own_cap()
    {
        await PlanAsync(TargetAction.Apply);

        ReadLanes.Result lanes = await World.RunAsync<ReadLanes, ReadLanes.Input, ReadLanes.Result>(new(WatchWorld.RotationId, Wave));

        Assert.Equal([2, 1], lanes.Segments);
        Assert.Equal(7, lanes.AtOnce);
    }

    [Fact]
    public async Task A_wave_without_a_cap_of_its_own_has_the_policys()
    {
        await Plans.PutWaveAsync(WatchWorld.RotationId, Record(TargetAction.Apply) with { MaxInFlight = 0 }, Stop);

        ReadLanes.Result lanes = await World.RunAsync<ReadLanes, ReadLanes.Input, ReadLanes.Result>(new(WatchWorld.RotationId, Wave));

        Assert.Equal(new PolicyOptions().MaxInFlight, lanes.AtOnce);
    }
}
