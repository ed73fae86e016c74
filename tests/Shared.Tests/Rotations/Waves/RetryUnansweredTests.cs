using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Waves;

/// <summary>What is tried again after finish.</summary>
public sealed class RetryUnansweredTests : ActivityTest
{
    [Fact]
    public async Task What_never_answered_is_tried_again_once_its_command_can_do_nothing_more()
    {
        TargetRecord silent = Some.Touched("a", TargetState.Inconclusive) with { Code = TargetVerdict.NoAnswer };
        await BeginAsync(silent, silent with { TargetId = "oa-b", ApplyNotAfter = Some.Now.AddSeconds(1) });

        Assert.Equal(1, await World.RunAsync<RetryUnanswered, string, int>(WatchWorld.RotationId));

        Assert.Equal([TargetState.Pending, TargetState.Inconclusive], await StatesAsync("oa-a", "oa-b"));
    }

    [Fact]
    public async Task What_answered_is_not_tried_again_because_others_did_not()
    {
        await BeginAsync(
            Some.Touched("a", TargetState.Inconclusive) with { Code = "other" },
            Some.Touched("b", TargetState.Failed) with { Code = TargetVerdict.NoAnswer });

        Assert.Equal(0, await World.RunAsync<RetryUnanswered, string, int>(WatchWorld.RotationId));

        Assert.Empty(await World.AuditAsync("retried"));
    }
}
