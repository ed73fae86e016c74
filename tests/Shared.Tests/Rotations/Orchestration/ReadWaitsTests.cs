using TenantTokens.Rotations;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Orchestration;

/// <summary>How long an orchestration waits.</summary>
public sealed class ReadWaitsTests : ActivityTest
{
    [Fact]
    public async Task An_emergency_waits_less_and_a_dead_old_token_soaks_not_at_all()
    {
        await World.RotationAsync();
        RotationWaits usual = await WaitsAsync();
        await World.ChangeAsync(static current => current with { Emergency = true });
        RotationWaits emergency = await WaitsAsync();
        await World.ChangeAsync(static current => current with { OldTokenIsDead = true });
        RotationWaits dead = await WaitsAsync();

        Assert.True(usual.Soak > emergency.Soak, $"{usual.Soak} and {emergency.Soak}");
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (dead.CanarySoak, dead.Soak));
    }

    private Task<RotationWaits> WaitsAsync() => World.RunAsync<ReadWaits, string, RotationWaits>(WatchWorld.RotationId);
}
