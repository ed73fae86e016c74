using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Gates;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Gates;

/// <summary>What the approvers leave out by name.</summary>
public sealed class SkipExceptionsTests : ActivityTest
{
    [Fact]
    public async Task What_the_approvers_left_out_is_skipped_with_their_name_and_reason_unless_it_came_through_meanwhile()
    {
        await BeginAsync(Some.Target("a", TargetState.Failed), Some.Target("b", TargetState.Rotated), Some.Target("c", TargetState.Failed));
        GateRecord gate = Some.Gate(kind: GateKind.Continue) with { GateId = "continue-1", Choices = [GateChoice.Skip, GateChoice.Retry] };
        await Gates.OpenAsync(WatchWorld.RotationId, gate, [Rest("a"), Rest("b")], Stop);
        Vote vote = Some.Vote("alice", GateChoice.Skip) with { Comment = "is being replaced" };
        await Voting.VoteAsync(WatchWorld.RotationId, gate.GateId, vote, Stop);

        Assert.Equal(1, await World.RunAsync<SkipExceptions, GateInput, int>(new(WatchWorld.RotationId, gate.GateId)));

        Assert.Equal([TargetState.Skipped, TargetState.Rotated, TargetState.Failed], await StatesAsync("oa-a", "oa-b", "oa-c"));
        TargetRecord skipped = await World.TargetAsync("oa-a");
        Assert.Equal(("alice", "is being replaced", true), (skipped.SkippedBy, skipped.Message, skipped.IsAccepted));
    }

    private static ExceptionItem Rest(string name) => new($"oneagent/{name}", "Failed", "It failed.", $"oa-{name}");
}
