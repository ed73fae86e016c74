using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Commands;

/// <summary>Operator commands that change targets.</summary>
public sealed class ChangeTargetsTests : ActivityTest
{
    [Fact]
    public async Task An_operators_skip_leaves_one_target_out_and_is_taken()
    {
        await BeginAsync(Some.Target("a", TargetState.Failed), Some.Target("b", TargetState.Failed));
        OperatorCommandRequest request = new(OperatorCommandKind.Skip, "olga", "is gone", "oneagent/a");
        Assert.True((await Commands.GiveAsync(WatchWorld.RotationId, request, Stop)).Accepted);

        Assert.True(await ChangeAsync(1));

        Assert.Equal([TargetState.Skipped, TargetState.Failed], await StatesAsync("oa-a", "oa-b"));
        Assert.Equal("olga", (await World.TargetAsync("oa-a")).SkippedBy);
        Assert.Equal(1, (await World.Rotations.GetAsync(WatchWorld.RotationId, Stop)).CommandsTaken);
    }

    [Fact]
    public async Task Another_command_than_the_next_one_changes_no_target()
    {
        await BeginAsync(Some.Target("a", TargetState.Failed));
        Assert.True((await Commands.GiveAsync(WatchWorld.RotationId, new(OperatorCommandKind.Retry, "olga"), Stop)).Accepted);

        Assert.False(await ChangeAsync(2));

        Assert.Equal([TargetState.Failed], await StatesAsync("oa-a"));
        Assert.True(await ChangeAsync(1));
        Assert.Equal([TargetState.Pending], await StatesAsync("oa-a"));
    }

    private Task<bool> ChangeAsync(int number)
        => World.RunAsync<ChangeTargets, OperatorCommandInput, bool>(new(WatchWorld.RotationId, number));
}
