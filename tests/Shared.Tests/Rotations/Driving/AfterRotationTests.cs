using Moq;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Sweeping;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Driving;

/// <summary>The waker starts the sweep, or the deletion of run commands, for a rotation that has ended.</summary>
public sealed class AfterRotationTests : RotationWakerTest
{
    [Fact]
    public async Task A_completed_rotation_whose_sweep_has_not_ended_gets_its_sweep_and_no_other()
    {
        RotationRecord rotation = await OpenAsync(static current => current with
        {
            Phase = RotationPhase.Completed,
            SweepUntil = Some.Now.AddDays(14),
            CommandsSweptAt = Some.Now,
        });
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.Verify(
            client => client.ScheduleNewOrchestrationInstanceAsync(
                SweepOrchestrator.Name,
                It.IsAny<RotationInput>(),
                $"sweep-{rotation.RotationId}",
                It.IsAny<CancellationToken>()),
            Times.Once);
        _client.VerifyNoOtherCalls();
    }

    [Theory]
    [InlineData(RotationPhase.Completed)]
    [InlineData(RotationPhase.Cancelled)]
    [InlineData(RotationPhase.Abandoned)]
    public async Task A_rotation_that_ended_in_any_way_has_its_run_commands_deleted(RotationPhase phase)
    {
        RotationRecord rotation = await OpenAsync(current => current with { Phase = phase, CommandsLeft = 2 });
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.Verify(
            client => client.ScheduleNewOrchestrationInstanceAsync(
                RunCommandDeletionOrchestrator.Name,
                It.IsAny<RotationInput>(),
                $"commands-{rotation.RotationId}",
                It.IsAny<CancellationToken>()),
            Times.Once);
        _client.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task A_rotation_whose_sweep_has_ended_gets_none()
    {
        await OpenAsync(static current => current with
        {
            Phase = RotationPhase.Completed,
            SweepUntil = Some.Now,
            SweepEndedAt = Some.Now,
            CommandsSweptAt = Some.Now,
        });
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.VerifyNoOtherCalls();
    }
}
