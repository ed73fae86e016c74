using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Waves;

/// <summary>What is tried again when the approvers say retry.</summary>
public sealed class RetryFailedTests : ActivityTest
{
    [Fact]
    public async Task What_failed_of_a_component_is_tried_again_and_nothing_else()
    {
        await BeginAsync(
            Some.Target("a", TargetState.Failed),
            Some.Target("b", TargetState.Rotated),
            Some.Target("g", TargetState.Failed, Component.ActiveGate));

        Assert.Equal(1, await World.RunAsync<RetryFailed, RetryFailed.Input, int>(new(WatchWorld.RotationId, Component.OneAgent)));

        Assert.Equal([TargetState.Pending, TargetState.Rotated, TargetState.Failed], await StatesAsync("oa-a", "oa-b", "ag-g"));
        Assert.Equal("1 OneAgent targets are tried again.", Assert.Single(await World.AuditAsync("retried")).Detail);
    }
}
