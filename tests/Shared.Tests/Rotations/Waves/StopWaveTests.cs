using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Waves;

/// <summary>The stop of a wave.</summary>
public sealed class StopWaveTests : WaveTest
{
    [Fact]
    public async Task A_wave_that_is_stopped_sends_nothing_new_and_another_one_goes_on()
    {
        await PlanAsync(TargetAction.Apply);
        await Plans.PutWaveAsync(WatchWorld.RotationId, Record(TargetAction.Apply) with { Number = 2 }, Stop);

        await World.RunAsync<StopWave, StopWave.Input, bool>(new(WatchWorld.RotationId, Wave));

        Assert.True((await Plans.StatusAsync(WatchWorld.RotationId, Wave, Stop)).Stopped);
        Assert.False((await Plans.StatusAsync(WatchWorld.RotationId, 2, Stop)).Stopped);
        Assert.Equal("Wave 1 sends nothing new.", Assert.Single(await World.AuditAsync("wave-stopped")).Detail);
    }
}
