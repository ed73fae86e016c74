using TenantTokens.Rotations;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Shared.Tests.Rotations.Calls;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Procedure;

/// <summary>What becomes of the hold when a rotation that was to be closed is parked again.</summary>
public sealed class CloseTests : IDisposable
{
    private readonly CallWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(null, ParkCodes.ForeignToken)]
    [InlineData(ParkCodes.StepFailed, ParkCodes.StepFailed)]
    public async Task A_close_that_was_taken_back_leaves_the_hold_as_it_was_and_one_that_failed_says_why(string? failure, string expected)
    {
        await _world.StandsAsync(Some.Rotation(RotationPhase.Parked) with
        {
            StartTookEffect = true,
            ParkedFrom = RotationPhase.Cancelling,
            ParkReason = new(ParkCodes.ForeignToken, "A third token.", Some.Now, ResumesInVain: 1),
        });
        await MoveAsync(new(CallWorld.RotationId, RotationPhase.Parked, RotationPhase.Closing));

        await MoveAsync(new(CallWorld.RotationId, RotationPhase.Closing, RotationPhase.Parked, HoldCode: failure, HoldMessage: failure));

        RotationRecord rotation = await _world.RotationAsync();
        Assert.Equal(
            (RotationPhase.Parked, RotationPhase.Cancelling, expected, 1),
            (rotation.Phase, rotation.ParkedFrom, rotation.ParkReason!.Code, rotation.ParkReason.ResumesInVain));
    }

    private Task<RotationPhase> MoveAsync(PhaseMove move) => _world.RunAsync<MovePhase, PhaseMove, RotationPhase>(move);
}
