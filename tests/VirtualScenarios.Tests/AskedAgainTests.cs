using TenantTokens.Approvals;
using TenantTokens.Rotations;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>One rotation after another.</summary>
public sealed class AskedAgainTests
{
    // what nobody is told of waits for a timer, a quarter of an hour or more
    private static readonly TimeSpan _soon = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1000)]
    public Task One_that_is_asked_for_in_the_moment_in_which_the_last_one_ends_begins_at_once(int milliseconds)
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(time);
            await scenario.RotateAsync();
            await scenario.UntilGateAsync(GateKind.Finish);
            await scenario.TellAsync(OperatorCommandKind.Abort);
            await scenario.UntilAsync(static seen => seen.Rotation.Phase is RotationPhase.Cancelled, "cancelled");
            await scenario.WaitAsync(TimeSpan.FromMilliseconds(milliseconds));

            await scenario.RotateAsync();

            await scenario.UntilAsync(static seen => seen.Rotation.Phase is not RotationPhase.Planning, "planned", _soon);
            await scenario.ApproveAndCompleteAsync();
        });
}
