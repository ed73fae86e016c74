using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Exceptions;
using TenantTokens.Rotations.Gates;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Gates;

/// <summary>The last look before finish.</summary>
public sealed class ConfirmFinishTests : ActivityTest
{
    [Fact]
    public async Task Finish_is_confirmed_only_while_the_approval_covers_what_is_not_proved()
    {
        await World.RotationAsync(RotationPhase.AwaitingFinish);
        await World.TargetsAsync(Some.Target("a", TargetState.Failed), Some.Target("b", TargetState.Rotated));
        RotationRecord rotation = await World.ChangeAsync(
            static current => current with { PlanHash = Some.PlanHash, FinishGateId = "finish-1" });
        IReadOnlyList<ExceptionItem> rest = AcceptedExceptions.ForFinish(await World.Targets.ListAsync(WatchWorld.RotationId, Stop));
        await Gates.OpenAsync(WatchWorld.RotationId, Some.Gate() with { Generation = rotation.Generation }, rest, Stop);
        Assert.False(await ConfirmFinishAsync());

        await Voting.VoteAsync(WatchWorld.RotationId, "finish-1", Some.Vote("alice"), Stop);
        Assert.Equal(GateOutcome.Approved, await DecideAsync());
        Assert.True(await ConfirmFinishAsync());

        await World.TargetsAsync(Some.Target("c", TargetState.Failed));
        Assert.False(await ConfirmFinishAsync());
    }

    private Task<GateOutcome> DecideAsync()
        => World.RunAsync<CloseGateIfDecided, GateInput, GateOutcome>(new(WatchWorld.RotationId, "finish-1"));

    private Task<bool> ConfirmFinishAsync() => World.RunAsync<ConfirmFinish, string, bool>(WatchWorld.RotationId);
}
