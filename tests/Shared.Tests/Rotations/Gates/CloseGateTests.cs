using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Gates;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Gates;

/// <summary>The end of a gate.</summary>
public sealed class CloseGateTests : ActivityTest
{
    [Fact]
    public async Task A_gate_whose_question_is_moot_is_superseded()
    {
        await World.RotationAsync(RotationPhase.AwaitingFinish);
        await Gates.OpenAsync(WatchWorld.RotationId, Some.Gate(), [], Stop);

        Assert.Equal(GateOutcome.Superseded, await CloseAsync());

        Assert.Null(await Gates.FindOpenAsync(WatchWorld.RotationId, Stop));
    }

    [Fact]
    public async Task A_gate_that_was_decided_stays_as_it_was_decided()
    {
        await World.RotationAsync(RotationPhase.AwaitingFinish);
        await Gates.OpenAsync(WatchWorld.RotationId, Some.Gate(), [], Stop);
        await Voting.VoteAsync(WatchWorld.RotationId, "finish-1", Some.Vote("alice"), Stop);
        Assert.Equal(GateOutcome.Approved, await DecideAsync());

        Assert.Equal(GateOutcome.Approved, await CloseAsync());
    }

    private Task<GateOutcome> DecideAsync()
        => World.RunAsync<CloseGateIfDecided, GateInput, GateOutcome>(new(WatchWorld.RotationId, "finish-1"));

    private Task<GateOutcome> CloseAsync()
        => World.RunAsync<CloseGate, GateInput, GateOutcome>(new(WatchWorld.RotationId, "finish-1"));
}
