using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Waves;

/// <summary>Runs activities on a rotation with one wave of two lanes.</summary>
public abstract class WaveTest : ActivityTest
{
    private protected const int Wave = 1;

    private protected PlanLedger Plans => new(World.Store);

    private protected static WaveRecord Record(TargetAction action)
        => new() { Number = Wave, Action = action, Component = Component.OneAgent, Targets = 3, Lanes = 2, MaxInFlight = 7 };

    private protected async Task PlanAsync(TargetAction action)
    {
        await World.RotationAsync();
        await World.TargetsAsync(Some.Target("a"), Some.Target("b"), Some.Target("c"));
        await Plans.PutWaveAsync(
            WatchWorld.RotationId,
            Record(action),
            [new(0, 0, "west", 1, ["oa-a"]), new(0, 1, "west", 1, ["oa-b"]), new(1, 0, "north", 1, ["oa-c"])],
            Stop);
    }
}
