using TenantTokens.Rotations;

namespace TenantTokens.Local.Tests.Ledger;

/// <summary>A pause is for hosts that go forward. Where nobody looks at it, nobody reads that nothing is sent.</summary>
public sealed class PauseTests : LedgerTest
{
    [Theory]
    [InlineData(RotationPhase.RotatingActiveGates, RotationPhase.RotatingOneAgents, true)]
    [InlineData(RotationPhase.RotatingOneAgents, RotationPhase.Parked, true)]
    [InlineData(RotationPhase.AwaitingFinish, RotationPhase.RollingBack, false)]
    [InlineData(RotationPhase.AwaitingFinish, RotationPhase.Finishing, false)]
    [InlineData(RotationPhase.Cancelling, RotationPhase.Cancelled, false)]
    public async Task It_lasts_while_the_rotation_goes_forward_or_is_parked_and_ends_where_it_goes_back_or_ends(
        RotationPhase from,
        RotationPhase to,
        bool lasts)
    {
        RotationRecord rotation = await OpenAsync(from);
        await SetAsync(rotation.RotationId, static row => row with { Paused = true });
        await Move.RunAsync(new(rotation.RotationId, from, to), Stop);

        Assert.Equal((to, lasts), await ReadAsync(rotation));
    }

    [Fact]
    public async Task A_move_begins_none()
    {
        RotationRecord rotation = await OpenAsync(RotationPhase.RotatingActiveGates);
        await Move.RunAsync(new(rotation.RotationId, RotationPhase.RotatingActiveGates, RotationPhase.RotatingOneAgents), Stop);

        Assert.Equal((RotationPhase.RotatingOneAgents, false), await ReadAsync(rotation));
    }

    private async Task<(RotationPhase, bool)> ReadAsync(RotationRecord rotation)
        => await Rotations.GetAsync(rotation.RotationId, Stop) is var row ? (row.Phase, row.Paused) : default;
}
