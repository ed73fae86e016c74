using TenantTokens.Rotations;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Orchestration;

/// <summary>The phase that an orchestration goes on from.</summary>
public sealed class ReadPhaseTests : ActivityTest
{
    [Fact]
    public async Task The_phase_is_the_ledgers()
    {
        await World.RotationAsync(RotationPhase.Verifying);
        Assert.Equal(RotationPhase.Verifying, await World.RunAsync<ReadPhase, string, RotationPhase>(WatchWorld.RotationId));
    }
}
