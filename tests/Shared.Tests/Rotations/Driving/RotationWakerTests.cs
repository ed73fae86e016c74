using Moq;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Driving;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Driving;

public sealed class RotationWakerTests : RotationWakerTest
{
    [Fact]
    public async Task An_open_rotation_is_started_under_its_environments_id()
    {
        RotationRecord rotation = await OpenAsync();
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.Verify(
            client => client.ScheduleNewOrchestrationInstanceAsync(
                RotationOrchestrator.Name,
                It.Is<RotationInput>(input => input.RotationId == rotation.RotationId),
                Instance,
                It.IsAny<CancellationToken>()),
            Times.Once);
    }

    [Fact]
    public async Task Without_a_rotation_nothing_is_started()
    {
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task One_that_is_alive_is_left_alone_and_told_once_of_each_command()
    {
        RotationRecord rotation = await OpenAsync(static current => current with { Commands = 1 });
        _client.Setup(static client => client.ScheduleNewOrchestrationInstanceAsync(
            It.IsAny<OrchestratorName<RotationInput, RotationOrchestrator.Result>>(),
            It.IsAny<RotationInput>(),
            It.IsAny<string>(),
            It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OrchestrationAlreadyExistsException(Instance));
        await _waker.WakeAllAsync(_client.Object, Stop);
        await _waker.WakeAllAsync(_client.Object, Stop);
        VerifyTold(Times.Once());
        await _rotations.UpdateAsync(rotation.RotationId, static current => current with { Commands = 2 }, Stop);
        await _waker.WakeAllAsync(_client.Object, Stop);
        VerifyTold(Times.Exactly(2));
        VerifyEnded(Times.Never());
    }

    [Fact]
    public async Task An_orchestration_that_failed_parks_its_rotation_with_the_reason_and_is_started_again()
    {
        RotationRecord rotation = await OpenAsync(
            static current => current with { Phase = RotationPhase.RotatingOneAgents, StartTookEffect = true });
        Ended(OrchestrationRuntimeStatus.Failed, Some.Now.AddMinutes(1));
        await _waker.WakeAllAsync(_client.Object, Stop);
        RotationRecord parked = await _rotations.GetAsync(rotation.RotationId, Stop);
        Assert.Equal(RotationPhase.Parked, parked.Phase);
        Assert.Equal(RotationPhase.RotatingOneAgents, parked.ParkedFrom);
        Assert.Equal(ParkCodes.StepFailed, parked.ParkReason!.Code);
        Assert.Contains("it broke ***", parked.ParkReason.Message, StringComparison.Ordinal);
        _client.Verify(
            client => client.ScheduleNewOrchestrationInstanceAsync(
                RotationOrchestrator.Name,
                It.IsAny<RotationInput>(),
                Instance,
                It.IsAny<CancellationToken>()),
            Times.Once);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Terminated, 1, "ended from outside: the new one goes on by itself")]
    [InlineData(OrchestrationRuntimeStatus.Failed, -1, "the failure of an earlier rotation")]
    [InlineData(OrchestrationRuntimeStatus.Running, 1, "alive")]
    public async Task Nothing_else_parks_a_rotation(OrchestrationRuntimeStatus status, int minutes, string what)
    {
        RotationRecord rotation = await OpenAsync(
            static current => current with { Phase = RotationPhase.RotatingOneAgents, StartTookEffect = true });
        Ended(status, Some.Now.AddMinutes(minutes));
        await _waker.WakeAllAsync(_client.Object, Stop);
        Assert.True((await _rotations.GetAsync(rotation.RotationId, Stop)).Phase is RotationPhase.RotatingOneAgents, what);
    }

    [Fact]
    public async Task A_failed_orchestration_leaves_the_hold_of_a_parked_rotation_as_it_is_and_is_started_again()
    {
        ParkReason hold = new(ParkCodes.ForeignToken, "A third token.", Some.Now, InForce: "c3");
        RotationRecord rotation = await OpenAsync(current => current with
        {
            Phase = RotationPhase.Parked,
            ParkedFrom = RotationPhase.Cancelling,
            StartTookEffect = true,
            ParkReason = hold,
        });
        Ended(OrchestrationRuntimeStatus.Failed, Some.Now.AddMinutes(1));
        await _waker.WakeAllAsync(_client.Object, Stop);
        Assert.Equal(hold, (await _rotations.GetAsync(rotation.RotationId, Stop)).ParkReason);
        VerifyStarted(Times.Once());
    }

    [Fact]
    public async Task One_of_an_earlier_rotation_that_has_ended_is_no_reason_not_to_start_this_one()
    {
        RotationRecord rotation = await OpenAsync();
        string output = System.Text.Json.JsonSerializer.Serialize(
            new RotationOrchestrator.Result("rot-earlier", RotationPhase.Cancelled),
            DurableJson.Options);
        _client.Setup(static client => client.GetInstanceAsync(Instance, It.IsAny<CancellationToken>()))
            .ReturnsAsync(InState(OrchestrationRuntimeStatus.Completed) with { OutputJson = output });
        Assert.True(await _waker.RenewAsync(_client.Object, rotation, Stop));
        VerifyStarted(Times.Once());
    }

    [Theory]
    [InlineData(-1, false, "an earlier rotation's")]
    [InlineData(1, true, "this one's")]
    public async Task One_that_lives_is_to_be_asked_for_again_soon_when_it_is_an_earlier_rotations(int minutes, bool isDriven, string whose)
    {
        RotationRecord rotation = await OpenAsync();
        Ended(OrchestrationRuntimeStatus.Running, rotation.CreatedAt.AddMinutes(minutes));
        Assert.True(isDriven == await _waker.RenewAsync(_client.Object, rotation, Stop), whose);
        VerifyStarted(Times.Never());
    }

    [Fact]
    public async Task One_that_cannot_be_woken_is_told_and_keeps_no_other_asleep()
    {
        RotationOptions options = Some.Options();
        EnvironmentOptions first = options.Environments[0];
        RotationWaker waker = WakerOf(options with
        {
            Environments = [new() { Id = "sim00000", ApiUrl = first.ApiUrl, ApiTokenSecret = "a", TenantTokenSecret = "b" }, first],
        });
        await OpenAsync();
        await _rotations.OpenAsync(new RotationRequest("sim00000", "rachel"), Stop);
        _client.Setup(static client => client.ScheduleNewOrchestrationInstanceAsync(
            It.IsAny<OrchestratorName<RotationInput, RotationOrchestrator.Result>>(),
            It.IsAny<RotationInput>(),
            "rotation-sim00000",
            It.IsAny<CancellationToken>()))
            .ThrowsAsync(new IOException("the task hub is out of reach"));

        AggregateException thrown = await Assert.ThrowsAsync<AggregateException>(() => waker.WakeAllAsync(_client.Object, Stop));

        Assert.IsType<IOException>(Assert.Single(thrown.InnerExceptions));
        _client.Verify(
            static client => client.ScheduleNewOrchestrationInstanceAsync(
                RotationOrchestrator.Name,
                It.IsAny<RotationInput>(),
                Instance,
                It.IsAny<CancellationToken>()),
            Times.Once);
    }

    private void Ended(OrchestrationRuntimeStatus status, DateTimeOffset created)
        => _client.Setup(static client => client.GetInstanceAsync(Instance, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new OrchestrationMetadata(
                Instance,
                "Rotation",
                status,
                created,
                created,
                FailureType: "System.Exception",
                FailureMessage: "it broke ***"));
}
