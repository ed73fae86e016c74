using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Waves;

/// <summary>The beginning of a wave.</summary>
public sealed class BeginWaveTests : WaveTest
{
    [Fact]
    public async Task A_wave_that_begins_may_send()
    {
        await PlanAsync(TargetAction.Apply);

        await World.RunAsync<BeginWave, BeginWave.Input, bool>(new(WatchWorld.RotationId, Wave));

        Assert.False((await Plans.StatusAsync(WatchWorld.RotationId, Wave, Stop)).Stopped);
    }

    [Fact]
    public async Task A_wave_of_restores_has_no_budget_and_one_of_applies_has()
    {
        await PlanAsync(TargetAction.Restore);
        await World.RunAsync<BeginWave, BeginWave.Input, bool>(new(WatchWorld.RotationId, Wave));
        Assert.Equal(int.MaxValue, (await Plans.StatusAsync(WatchWorld.RotationId, Wave, Stop)).Limit);

        await PlanAsync(TargetAction.Apply);
        await World.RunAsync<BeginWave, BeginWave.Input, bool>(new(WatchWorld.RotationId, Wave));
        Assert.InRange((await Plans.StatusAsync(WatchWorld.RotationId, Wave, Stop)).Limit, int.MinValue, 3);
    }
}
